import { produce } from './draft.ts';
import { RpcError, asRpcError } from './errors.ts';
import type { FailedMutation, PendingMutation } from './types.ts';

/** Failed mutations that are remembered of an actor; the oldest are forgotten first. */
const MOST_FAILED = 100;

export interface Mutation extends PendingMutation {
  readonly mutate: (draft: any) => unknown;
  /** The server has answered; it is shown until the change that answers it is. */
  answered: boolean;
}

/** The mutations of one actor that are not confirmed yet, in order, and those that failed. */
export class Mutations {
  pending: readonly Mutation[] = [];
  failed: readonly FailedMutation[] = [];
  readonly #changed: () => void;

  /**
   * @param changed is called when other mutations are to be shown
   */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The confirmed state with what is pending done to it again, in order. */
  rebase<S>(confirmed: S): S {
    return this.pending.reduce((state, { mutate }) => {
      try {
        return produce(state, (draft) => mutate(draft) as S);
      } catch {
        // It does not fit a state that others have changed: the server will say what becomes of it.
        return state;
      }
    }, confirmed);
  }

  /**
   * Shows a change while its call is made.
   *
   * @param call makes it under the key
   */
  async run(mutation: Mutation, call: (key: string) => Promise<unknown>, newKey: () => string): Promise<unknown> {
    const { method, args, idempotencyKey } = mutation;
    this.pending = [...this.pending, mutation];
    this.#changed();
    try {
      const result = await call(idempotencyKey);
      mutation.answered = true;
      this.#changed();
      return result;
    } catch (e) {
      this.pending = this.pending.filter((each) => each !== mutation);
      const error = e instanceof RpcError ? e : new RpcError('Cancelled', asRpcError(e).message);
      const failure: FailedMutation = {
        method,
        args,
        idempotencyKey,
        error,
        retry: () => {
          failure.discard();
          return this.run({ ...mutation, idempotencyKey: error.retryable ? idempotencyKey : newKey(), answered: false }, call, newKey);
        },
        discard: () => {
          this.failed = this.failed.filter((each) => each !== failure);
          this.#changed();
        },
      };
      this.failed = [...this.failed, failure].slice(-MOST_FAILED);
      this.#changed();
      throw e;
    }
  }

  /** Forgets those whose changes are in the confirmed state. */
  dropAnswered(): void {
    this.pending = this.pending.filter(({ answered }) => !answered);
  }
}
