import { RpcError, asRpcError } from './errors.ts';
import type { CallAnswer } from './mutations.ts';

/** A call that waits for a connection. */
export interface QueuedCall {
  idempotencyKey: string;
  className: string;
  actorId: string;
  method: string;
  args: unknown;
  /** Names the change that the call makes. */
  mutationId?: string | undefined;
  /** Milliseconds since 1970. */
  enqueuedAt: number;
}

export type OfflineQueueMode = 'memory' | 'none';

/** What a backend tells the client that uses it. */
export interface OfflineQueueOwner {
  /** There may be calls to make. */
  drain(): unknown;
  /** A call was made, which somebody here may wait for. It has failed when there is no answer. */
  settled(idempotencyKey: string, answer: CallAnswer | undefined, error?: unknown): void;
}

/** Keeps calls in the order in which they were enqueued. */
export interface OfflineQueueBackend {
  /** Whether another program may make what is enqueued here now: a state may then have it in it before its answer is known. */
  readonly isShared?: boolean;
  enqueue(call: QueuedCall): void | Promise<void>;
  /** The calls that this client is to make now. */
  list(): QueuedCall[] | Promise<QueuedCall[]>;
  /** The call was made, or failed for good, or was withdrawn. */
  remove(idempotencyKey: string, answer?: CallAnswer, error?: unknown): void | Promise<void>;
  clear(): void | Promise<void>;
  /** Called once, when a client begins to use it. */
  open?(owner: OfflineQueueOwner): void;
  /** The client was closed. */
  close?(): void;
}

/** Ends with the program. */
export class MemoryOfflineQueue implements OfflineQueueBackend {
  readonly #calls = new Map<string, QueuedCall>();

  enqueue(call: QueuedCall): void {
    this.#calls.set(call.idempotencyKey, call);
  }

  list(): QueuedCall[] {
    return [...this.#calls.values()];
  }

  remove(idempotencyKey: string): void {
    this.#calls.delete(idempotencyKey);
  }

  clear(): void {
    this.#calls.clear();
  }
}

/** Takes nothing. */
export class NoopOfflineQueue extends MemoryOfflineQueue {
  override enqueue(): void {
    throw new RpcError('Offline', 'there is no connection');
  }
}

export interface OfflineQueueOptions {
  /** Calls that may wait. */
  calls: number;
  /** How long one may wait, in milliseconds. */
  ageMs: number;
  /** Makes the call, under its key. */
  send(call: QueuedCall): Promise<CallAnswer>;
  isOpen(): boolean;
  failed(call: QueuedCall, error: RpcError): void;
}

const broken = (e: unknown) => console.error('actjs: the offline queue failed', e);

interface Waiter {
  resolve(answer: CallAnswer): void;
  reject(error: unknown): void;
}

/** Makes the calls of a queue one after the other. One that fails for now stays at the head; one that fails for good is dropped and told of. */
export class OfflineQueue implements OfflineQueueOwner {
  /** Those who wait for calls of this program; a call of an earlier one has nobody. */
  readonly #waiters = new Map<string, Waiter>();
  readonly #backend: OfflineQueueBackend;
  readonly #options: OfflineQueueOptions;
  #draining = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(backend: OfflineQueueBackend, options: OfflineQueueOptions) {
    this.#backend = backend;
    this.#options = options;
    backend.open?.(this);
  }

  /** Whether calls wait: a later one has to wait behind them. */
  get isBusy(): boolean {
    return this.#draining || this.#waiters.size > 0;
  }

  async add(call: QueuedCall, signal?: AbortSignal): Promise<CallAnswer> {
    if (this.#waiters.size >= this.#options.calls) {
      throw new RpcError('QueueFull', `${this.#options.calls} calls wait`);
    }
    const key = call.idempotencyKey;
    const aborted = () => void this.#settle(key, undefined, signal?.reason).catch(broken);
    const answer = new Promise<CallAnswer>((resolve, reject) => this.#waiters.set(key, { resolve, reject }));
    answer.catch(() => {});
    try {
      await this.#backend.enqueue(call);
    } catch (e) {
      this.#waiters.delete(key);
      throw e;
    }
    signal?.addEventListener('abort', aborted);
    if (signal?.aborted) {
      aborted();
    }
    void this.drain();
    return answer.finally(() => signal?.removeEventListener('abort', aborted));
  }

  /** Makes calls until none is left or the connection is lost; at most one drain runs at a time. */
  async drain(): Promise<void> {
    if (this.#draining) {
      return;
    }
    this.#draining = true;
    clearTimeout(this.#timer);
    try {
      for (let call; !this.#closed && this.#options.isOpen() && (call = (await this.#backend.list())[0]); ) {
        const pauseMs = await this.#make(call);
        if (pauseMs > 0) {
          this.#timer = setTimeout(() => void this.drain(), pauseMs);
          return;
        }
      }
    } catch (e) {
      broken(e);
    } finally {
      this.#draining = false;
    }
  }

  close(error: RpcError): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#backend.close?.();
    for (const key of this.#waiters.keys()) {
      this.settled(key, undefined, error);
    }
  }

  /** How long to wait before the next is made, in milliseconds. */
  async #make(call: QueuedCall): Promise<number> {
    const key = call.idempotencyKey;
    try {
      // A call of another program may be malformed in any way, so nothing of it is trusted to be there.
      if (!(Date.now() - call.enqueuedAt <= this.#options.ageMs)) {
        throw new RpcError('QueueExpired', `it waited longer than ${this.#options.ageMs} ms`);
      }
      const answer = await this.#options.send(call);
      await this.#settle(key, answer);
    } catch (e) {
      const error = asRpcError(e);
      if (!this.#closed) {
        if (error.retryable) {
          return Math.max(250, 1000 * (error.retryAfter ?? 0));
        }
        await this.#settle(key, undefined, error);
        this.#options.failed(call, error);
      }
    }
    return 0;
  }

  settled(key: string, answer: CallAnswer | undefined, error?: unknown): void {
    const waiter = this.#waiters.get(key);
    this.#waiters.delete(key);
    if (answer) {
      waiter?.resolve(answer);
    } else {
      waiter?.reject(error);
    }
  }

  async #settle(key: string, answer: CallAnswer | undefined, error?: unknown): Promise<void> {
    this.settled(key, answer, error);
    await this.#backend.remove(key, answer, error);
  }
}
