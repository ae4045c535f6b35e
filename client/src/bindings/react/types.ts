import type { HandlersOf, StateOf } from '../../client/index.ts';
import type { InitialActor } from '../index.ts';
import type { RegisteredClasses } from './index.ts';

export interface ActorOptions<S = unknown> {
  /** Let the nearest `<Suspense>` wait for the first state, and the nearest error boundary have the error. Default: false. */
  suspend?: boolean;
  /** What `fetchActor` gave on the server; also the provider may have it. */
  initial?: InitialActor<S> | undefined;
}

/** Names of classes: those of the table that {@link Register} names, or any. */
export type ClassName = keyof RegisteredClasses & string;
export type State<N extends ClassName> = StateOf<RegisteredClasses, N>;
export type Handlers<N extends ClassName> = HandlersOf<RegisteredClasses, N>;
