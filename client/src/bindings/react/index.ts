'use client';

import type { AnyClasses } from '../../client/index.ts';

/**
 * Names the table of classes for all hooks, once in an application:
 * `declare module 'actjs/bindings/react' { interface Register { classes: Classes } }`.
 */
export interface Register {}

/** The table that {@link Register} names, or any classes. */
export type RegisteredClasses = Register extends { classes: infer C extends object } ? C : AnyClasses;

/** The original has to be given React; these hooks import it. @deprecated it does nothing */
export function configureReact(_react: unknown): void {}

export { ActjsProvider, useClient, type ActjsProviderProps } from './context.ts';
export { useActor, useActorValue } from './actor.ts';
export { useActorCall, type ActorCall } from './call.ts';
export { useActorList, type ActorList } from './list.ts';
export { useConnection } from './connection.ts';
export { usePresence } from './presence.ts';
export type { ActorOptions } from './types.ts';
export type { ActorView, InitialActor, Presence, PresenceOptions } from '../index.ts';
