export { Client } from './client.ts';
export { produce } from './draft.ts';
export { RpcError, type ClientCode } from './errors.ts';
export { ActorHandle } from './handle.ts';
export { applyPatch, type PatchOperation } from './patch.ts';
export { MemoryOfflineQueue, NoopOfflineQueue } from './queue.ts';
export type { OfflineQueueBackend, OfflineQueueMode, OfflineQueueOwner, QueuedCall } from './queue.ts';
export type { CallAnswer } from './mutations.ts';
export type * from './types.ts';
