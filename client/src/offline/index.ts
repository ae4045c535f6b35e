import { RpcError, type CallAnswer, type OfflineQueueBackend, type OfflineQueueOwner, type QueuedCall } from '../client/index.ts';

export interface IndexedDbOptions {
  /** The server of the client. */
  url: string;
  /** Who makes the calls: they are made for nobody else. */
  user: string;
  /** Calls that may be stored. Default: 1000. */
  calls?: number;
  /** Default: that of the browser. */
  factory?: IDBFactory;
}

const STORE = 'calls';
const BY_KEY = 'key';

/** What the programs of one queue tell each other. */
type News = { kind: 'added' } | { kind: 'removed' } | { kind: 'settled'; key: string; answer: CallAnswer | undefined; error: Failure | undefined };
type Failure = { code: string; message: string; data: Record<string, unknown> };

/**
 * Keeps calls in the browser, across reloads, for all tabs of one user at one server. One tab makes the calls, in the order in which they were stored;
 * when it is closed another goes on. Whoever enqueued a call hears what became of it as long as it lives. Each client needs a queue of its own.
 */
export class IndexedDbOfflineQueue implements OfflineQueueBackend {
  readonly #name: string;
  readonly #most: number;
  readonly #factory: IDBFactory | undefined;
  readonly #channel: BroadcastChannel | undefined;
  readonly #closing = new AbortController();
  #database: Promise<IDBDatabase> | undefined;
  #owner: OfflineQueueOwner | undefined;
  /** Whether this program is the one that makes the calls. */
  #isFirst = false;
  /** Those who wait for news. */
  #waiting: (() => void)[] = [];

  constructor({ url, user, calls = 1000, factory = globalThis.indexedDB }: IndexedDbOptions) {
    const { origin, pathname } = new URL(url, globalThis.location?.href);
    this.#name = `actjs:${encodeURIComponent(user)}@${origin}${pathname.replace(/\/$/, '')}`;
    this.#most = calls;
    this.#factory = factory;
    if (globalThis.BroadcastChannel) {
      this.#channel = new BroadcastChannel(this.#name);
    }
  }

  get isShared(): boolean {
    return !this.#isFirst || !globalThis.navigator?.locks;
  }

  /** @internal */
  open(owner: OfflineQueueOwner): void {
    if (this.#owner) {
      throw new Error('this queue has a client already: make another one');
    }
    this.#owner = owner;
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<News>) => this.#heard(data));
    if (globalThis.navigator?.locks) {
      navigator.locks
        .request(this.#name, { signal: this.#closing.signal }, () => {
          this.#begin();
          return new Promise<void>((resolve) => this.#closing.signal.addEventListener('abort', () => resolve()));
        })
        .catch(() => {});
    } else {
      // The server does each call once, whoever sends it.
      this.#begin();
    }
  }

  /** @internal */
  close(): void {
    this.#isFirst = false;
    this.#closing.abort();
    this.#wake();
    this.#channel?.close();
    void this.#database?.then(
      (database) => database.close(),
      () => {},
    );
  }

  async enqueue(call: QueuedCall): Promise<void> {
    await this.#transaction('readwrite', async (store) => {
      const id = await done(store.index(BY_KEY).getKey(call.idempotencyKey));
      if (id === undefined && (await done(store.count())) >= this.#most) {
        throw new RpcError('QueueFull', `${this.#most} calls are stored`);
      }
      await done(store.put(call, id));
    });
    this.#tell({ kind: 'added' });
  }

  /** While another program has calls to make, the client waits here, and its own later calls wait behind those. */
  async list(): Promise<QueuedCall[]> {
    while (!this.#closing.signal.aborted) {
      const news = this.#isFirst || new Promise<void>((resolve) => this.#waiting.push(resolve));
      const calls = await this.#transaction('readonly', (store) => done(store.getAll() as IDBRequest<QueuedCall[]>));
      if (this.#isFirst || calls.length === 0) {
        return calls;
      }
      await news;
    }
    return [];
  }

  async remove(key: string, answer?: CallAnswer, error?: unknown): Promise<void> {
    // Whoever waits hears of it before it is gone: if this program ends in between, the next one makes the call again, and gets the same answer.
    this.#tell({ kind: 'settled', key, answer, error: answer ? undefined : failureOf(error) });
    await this.#transaction('readwrite', async (store) => {
      const id = await done(store.index(BY_KEY).getKey(key));
      if (id !== undefined) {
        await done(store.delete(id));
      }
    });
    this.#tell({ kind: 'removed' });
  }

  async clear(): Promise<void> {
    await this.#transaction('readwrite', (store) => done(store.clear()));
  }

  #begin(): void {
    this.#isFirst = true;
    this.#wake();
    this.#owner?.drain();
  }

  #wake(): void {
    this.#waiting.splice(0).forEach((each) => each());
  }

  #tell(news: News): void {
    if (!this.#closing.signal.aborted) {
      this.#channel?.postMessage(news);
    }
  }

  #heard(news: News): void {
    this.#wake();
    if (news.kind === 'added') {
      this.#owner?.drain();
    } else if (news.kind === 'settled') {
      const { code = 'InternalError', message = '', data } = news.error ?? {};
      this.#owner?.settled(news.key, news.answer, news.answer ? undefined : new RpcError(code, message, data));
    }
  }

  /** Resolves when what was done is stored. */
  async #transaction<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => Promise<T>): Promise<T> {
    try {
      const transaction = (await this.#opened()).transaction(STORE, mode);
      const stored = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'));
      });
      stored.catch(() => {});
      try {
        const result = await work(transaction.objectStore(STORE));
        await stored;
        return result;
      } catch (e) {
        // Nothing of it is kept.
        if (transaction.error === null && e instanceof RpcError) {
          transaction.abort();
        }
        throw e;
      }
    } catch (e) {
      throw e instanceof RpcError ? e : unstored(e);
    }
  }

  #opened(): Promise<IDBDatabase> {
    // One that could not be opened is tried again by the next who needs it.
    return (this.#database ??= this.#openNew().catch((e: unknown) => {
      this.#database = undefined;
      throw e;
    }));
  }

  async #openNew(): Promise<IDBDatabase> {
    if (!this.#factory) {
      throw new Error('there is no IndexedDB');
    }
    const request = this.#factory.open(this.#name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { autoIncrement: true }).createIndex(BY_KEY, 'idempotencyKey', { unique: true });
    const database = await done(request);
    const forget = () => (this.#database = undefined);
    database.onclose = forget;
    database.onversionchange = () => {
      forget();
      database.close();
    };
    return database;
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function unstored(e: unknown): RpcError {
  const { name, message } = e as Partial<Error>;
  return name === 'QuotaExceededError'
    ? new RpcError('QueueFull', 'the browser has no room for another call')
    : new RpcError('QueueUnavailable', `calls cannot be stored in this browser: ${message}`);
}

function failureOf(e: unknown): Failure {
  return e instanceof RpcError ? { code: e.code, message: e.message, data: { ...e.data } } : { code: 'Cancelled', message: String(e), data: {} };
}
