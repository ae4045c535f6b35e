import { produce } from './draft.ts';
import { RpcError, asRpcError } from './errors.ts';
import type { Notification } from './replica.ts';
import type { FailedMutation, PendingMutation } from './types.ts';

/** Failed mutations that are remembered of an actor; the oldest are forgotten first. */
const MOST_FAILED = 100;
/** A turn that every state is behind. */
export const NOW = '0';

export interface Mutation extends PendingMutation {
  readonly mutate: (draft: any) => unknown;
  /** Names the change that the call makes, to all who see it. */
  readonly mutationId: string;
  /** A state that comes may have it in it. */
  isSent: boolean | undefined;
  /** The turn that it is in, as its answer or its change says; undefined until one of them has come. */
  seq: string | undefined;
}

/** What a call is answered with; an older server, and one that shows each viewer a part of the state, tells no turn. */
export interface CallAnswer {
  result?: unknown;
  seq?: string;
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
  async run(mutation: Mutation, call: (key: string) => Promise<CallAnswer>, newKey: () => string): Promise<unknown> {
    const { method, args, idempotencyKey } = mutation;
    this.pending = [...this.pending, mutation];
    this.#changed();
    try {
      const { result, seq = NOW } = await call(idempotencyKey);
      mutation.seq ??= seq;
      this.#changed();
      return result;
    } catch (e) {
      this.pending = this.pending.filter((each) => each !== mutation);
      mutation.seq = NOW;
      const error = e instanceof RpcError ? e : new RpcError('Cancelled', asRpcError(e).message);
      const failure: FailedMutation = {
        method,
        args,
        idempotencyKey,
        error,
        retry: () => {
          failure.discard();
          return this.run({ ...mutation, idempotencyKey: error.retryable ? idempotencyKey : newKey(), seq: undefined }, call, newKey);
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

  /** The call under that key is on its way. */
  sent(key: string): void {
    this.pending.forEach((each) => (each.isSent ||= each.idempotencyKey === key));
  }

  /** A change has come that says which mutation made it. */
  seen({ mutationId, seq }: Notification): void {
    this.pending.forEach((each) => each.mutationId === mutationId && (each.seq ??= seq));
  }

  /** Those that a change which comes now may be of. */
  doubted(): readonly Mutation[] {
    return this.pending.filter(({ isSent, seq }) => isSent && seq === undefined);
  }

  answered(): readonly Mutation[] {
    return this.pending.filter(({ seq }) => seq !== undefined);
  }

  /** Forgets those that are in the confirmed state, which is of that turn; without one, all that are answered. */
  confirm(turn?: string): void {
    this.pending = this.pending.filter(({ seq }) => seq === undefined || (turn !== undefined && BigInt(seq) > BigInt(turn)));
  }
}
