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

/** Keeps calls in the order in which they were enqueued. */
export interface OfflineQueueBackend {
  enqueue(call: QueuedCall): void | Promise<void>;
  list(): QueuedCall[] | Promise<QueuedCall[]>;
  remove(idempotencyKey: string): void | Promise<void>;
  clear(): void | Promise<void>;
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
    throw new RpcError('Offline', 'there is no connection, and no offline queue');
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
export class OfflineQueue {
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
  }

  /** Whether calls of this program wait: a later one has to wait behind them. */
  get isBusy(): boolean {
    return this.#waiters.size > 0;
  }

  async add(call: QueuedCall, signal?: AbortSignal): Promise<CallAnswer> {
    if (this.#waiters.size >= this.#options.calls) {
      throw new RpcError('QueueFull', `${this.#options.calls} calls wait for a connection`);
    }
    const key = call.idempotencyKey;
    const aborted = () => void this.#settle(key, (waiter) => waiter.reject(signal?.reason)).catch(broken);
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
        if (pauseMs > 0 && !this.#closed) {
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
    for (const waiter of this.#waiters.values()) {
      waiter.reject(error);
    }
    this.#waiters.clear();
  }

  /** How long to wait before the next is made, in milliseconds. */
  async #make(call: QueuedCall): Promise<number> {
    const key = call.idempotencyKey;
    try {
      // A call of another program may be malformed in any way, so nothing of it is trusted to be there.
      if (!(Date.now() - call.enqueuedAt <= this.#options.ageMs)) {
        throw new RpcError('QueueExpired', `the call has waited longer than ${this.#options.ageMs} ms`);
      }
      const answer = await this.#options.send(call);
      await this.#settle(key, (waiter) => waiter.resolve(answer));
      return 0;
    } catch (e) {
      const error = asRpcError(e);
      if (this.#closed) {
        return 0;
      }
      if (error.retryable) {
        return Math.max(250, 1000 * (error.retryAfter ?? 0));
      }
      await this.#settle(key, (waiter) => waiter.reject(error));
      this.#options.failed(call, error);
      return 0;
    }
  }

  async #settle(key: string, tell: (waiter: Waiter) => void): Promise<void> {
    const waiter = this.#waiters.get(key);
    this.#waiters.delete(key);
    if (waiter) {
      tell(waiter);
    }
    await this.#backend.remove(key);
  }
}
