export { ActorStore, getActorStore, releaseActorStore } from './store.ts';
export { selectStore, type Equality } from './select.ts';
export type { StoreOf } from './store.ts';
export type { ActorView, InitialActor, ViewSource } from './view.ts';
export type { CallProgress, ComponentCalls } from './calls.ts';
export type { ListActions, Listed } from './list.ts';
export type { Presence, PresenceOptions } from './presence.ts';
export type { Cell, Source } from './source.ts';
/** @internal */
export { trackedCalls } from './calls.ts';
/** @internal */
export { connectionOf } from './connection.ts';
/** @internal */
export { listOf } from './list.ts';
/** @internal */
export { presenceOf } from './presence.ts';
/** @internal */
export { memoized } from './select.ts';
/** @internal */
export { viewOf } from './view.ts';
