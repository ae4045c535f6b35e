import { read, type FetchActor } from '../fetch.ts';
import type { RegisteredClasses } from './index.ts';

/** Reads the state of an actor on a server, for the `initial` of the provider. */
export const fetchActor: FetchActor<RegisteredClasses> = read;
export type { FetchOptions, FetchedActor } from '../fetch.ts';
