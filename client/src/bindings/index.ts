export { ActorStore, getActorStore, releaseActorStore } from './store.ts';
export { selectStore, type Equality } from './select.ts';
export type { ActorView, InitialActor, StoreOf } from './store.ts';
/** @internal */
export { memoized } from './select.ts';
/** @internal */
export { firstView, storeOf } from './store.ts';
