import { produce } from './draft.ts';
import { applyPatch, type PatchOperation } from './patch.ts';
import type { rpcError } from './errors.ts';
import type { EsReducer } from './types.ts';

/** The params of an `actor.event`. */
export interface Notification {
  kind: 'snapshot' | 'patch' | 'event' | 'tombstone' | 'ended';
  data?: unknown;
  patch?: PatchOperation[];
  events?: unknown[];
  error?: Parameters<typeof rpcError>[0];
  prevSeq?: string;
  seq?: string;
  position?: string;
  /** Of a live change: the call that made it. */
  mutationId?: string;
}

/** The confirmed state of an actor, which notifications change in the order of its turns. */
export class Replica {
  state: unknown;
  /** The turn that the state is of; undefined while a snapshot is awaited. */
  seq: string | undefined;
  /** Where the server goes on from. */
  position: string | undefined;
  readonly #reducer: EsReducer | undefined;

  constructor(reducer: EsReducer | undefined) {
    this.#reducer = reducer;
  }

  /** Begins with a state that is known from elsewhere. */
  begin(position: string, state: unknown): void {
    this.state = state;
    this.position = position;
    this.seq = position.split('.')[0];
  }

  /** The state is as it was, but nothing continues it but a snapshot. */
  forget(): void {
    this.seq = this.position = undefined;
  }

  /** Whether the notification changed the state; `hole` when something before it is missing. */
  apply(what: Notification): boolean | 'hole' {
    const { kind, seq, prevSeq } = what;
    if (kind === 'snapshot') {
      this.state = what.data;
    } else if (this.seq === undefined) {
      return false;
    } else if (prevSeq !== this.seq) {
      // One that is not newer has come twice.
      return BigInt(seq ?? 0) > BigInt(this.seq) ? 'hole' : false;
    } else {
      try {
        this.state = kind === 'patch' ? applyPatch(this.state, what.patch ?? []) : this.#fold(what.events ?? []);
      } catch {
        return 'hole';
      }
    }
    this.seq = seq;
    this.position = what.position ?? seq;
    return true;
  }

  #fold(events: readonly unknown[]): unknown {
    const reducer = this.#reducer;
    return reducer && events.reduce((state, event) => produce(state, (draft) => reducer(draft, event)), this.state);
  }
}
