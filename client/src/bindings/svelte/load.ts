import { read, type FetchActor } from '../fetch.ts';
import type { RegisteredClasses } from './index.ts';

/** Reads the state of an actor in the `load` of a page, for the `initial` of {@link setClient} or {@link actor}. */
export const loadActor: FetchActor<RegisteredClasses> = read;
