import type { AnyClasses } from '../../client/index.ts';

/**
 * Names the table of classes for all functions, once in an application:
 * `declare module 'actjs/bindings/svelte' { interface Register { classes: Classes } }`.
 */
export interface Register {}

/** The table that {@link Register} names, or any classes. */
export type RegisteredClasses = Register extends { classes: infer C extends object } ? C : AnyClasses;

export { getClient, setClient } from './context.ts';
export { actor, actorValue, type ActorOptions, type ActorValue, type SvelteActor, type SvelteValue } from './actor.ts';
export { actorList, type ActorList } from './list.ts';
export { connection } from './connection.ts';
export { presence, type SveltePresence } from './presence.ts';
export { loadActor } from './load.ts';
export type { FetchOptions, FetchedActor } from '../fetch.ts';
export type { Followable, Given } from './follow.ts';
export type { ActorView, InitialActor, Presence, PresenceOptions } from '../index.ts';
