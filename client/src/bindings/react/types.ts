import type { Calls, CallOptions, ArgsOf, HandlersOf, ResultOf, RpcError, StateOf } from '../../client/index.ts';
import type { InitialActor } from '../index.ts';
import type { RegisteredClasses } from './index.ts';

export interface ActorOptions<S = unknown> {
  /** Let the nearest `<Suspense>` wait for the first state, and the nearest error boundary have the error. Default: false. */
  suspend?: boolean;
  /** What `fetchActor` gave on the server; also the provider may have it. */
  initial?: InitialActor<S> | undefined;
}

export interface ActorCall<H extends object, S> {
  /** The handlers. Each is the same function until the class, the id or the client changes. */
  readonly call: Calls<H>;
  /** As that of the handle: shows what `mutator` does until the call is answered. */
  readonly optimistic: <M extends keyof H & string>(
    method: M,
    args: ArgsOf<H[M]>,
    mutator: (draft: S) => S | void,
    options?: CallOptions,
  ) => Promise<ResultOf<H[M]>>;
  /** From the start of a call of this hook until the answer to the last one. */
  readonly pending: boolean;
  /** Why the last call failed; undefined again when one succeeds. */
  readonly error: RpcError | undefined;
  /** Forgets the error. */
  readonly reset: () => void;
}

/** Names of classes: those of the table that {@link Register} names, or any. */
export type ClassName = keyof RegisteredClasses & string;
export type State<N extends ClassName> = StateOf<RegisteredClasses, N>;
export type Handlers<N extends ClassName> = HandlersOf<RegisteredClasses, N>;
