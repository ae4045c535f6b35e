import { RpcError, asRpcError, rpcError } from './errors.ts';
import type { ViewHost } from './host.ts';
import { Mutations, NOW, type Mutation } from './mutations.ts';
import { Replica, type Notification } from './replica.ts';
import type { Change, EsReducer, Status, SubscribeOptions, SubscriptionListener } from './types.ts';
import { Watchers, watcherOf, type Watcher } from './watchers.ts';

/** Changes that may wait for the answers to calls; when there are more, a snapshot takes their place. */
const MOST_HELD = 1000;
const RETRY_MS = 250;
const RETRY_CAP_MS = 30_000;

/** A change that is not shown before it is known which of these mutations it contains. */
interface Held {
  readonly what: Notification;
  readonly doubts: readonly Mutation[];
}

type News = Pick<Change, 'kind' | 'events' | 'patch'>;

/** One actor as this client sees it: the confirmed state, and what is pending on top. However many look at it, it is one subscription. */
export class View {
  readonly mutations = new Mutations(() => this.#mutated());
  readonly #watchers = new Watchers();
  readonly #replica: Replica;
  readonly #host: ViewHost;
  /** The confirmed state with what is pending done to it. */
  #shown: unknown;
  #status: Status = 'loading';
  #error: RpcError | undefined;
  /** The subscription on the server, if it has answered. */
  #subscriptionId: string | undefined;
  #asking = false;
  #attempts = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** In the order in which they came. */
  #held: Held[] = [];
  #who: string | undefined;
  #presence: unknown;

  constructor(
    readonly className: string,
    readonly id: string,
    host: ViewHost,
    reducer: EsReducer | undefined,
  ) {
    this.#host = host;
    this.#replica = new Replica(reducer);
  }

  /** Resolves when the listener has had its first state. */
  watch(listener: SubscriptionListener<any, any>, options: SubscribeOptions<any, any>): Promise<() => void> {
    return new Promise((resolve, reject) => {
      options.signal?.throwIfAborted();
      if (this.#isOver()) {
        throw new RpcError('Gone', `${this.className}/${this.id} was deleted`);
      }
      this.#introduce(options);
      const stop = () => this.#leave(watcher);
      const watcher = watcherOf(
        listener,
        options,
        () => resolve(stop),
        (error) => {
          stop();
          reject(error);
        },
      );
      this.#watchers.add(watcher);
      if (this.#watchers.size === 1 && options.fromSeq !== undefined && this.#replica.seq === undefined) {
        this.#replica.begin(options.fromSeq, options.state);
        this.#shown = options.state;
        this.#status = 'stale';
      }
      if (this.#status === 'ready' || this.#status === 'stale') {
        this.#begin();
      }
      void this.#subscribe();
    });
  }

  get isUsed(): boolean {
    return this.#watchers.size > 0 || this.mutations.pending.length > 0 || this.mutations.failed.length > 0;
  }

  /** There is a connection, on which nothing is subscribed to yet. */
  opened(): void {
    this.#subscriptionId = undefined;
    void this.#subscribe();
  }

  lost(): void {
    this.#subscriptionId = undefined;
    if (this.#status === 'ready') {
      this.#become('stale');
    }
  }

  /** The server does not take this client: those who wait are told, and those who see a state keep it. */
  refused(error: RpcError): void {
    this.#become('error', error);
    this.#watchers.refuse(error);
  }

  async setPresence(data: unknown): Promise<void> {
    this.#presence = data;
    if (this.#subscriptionId !== undefined) {
      await this.#host.request('actor.presence', { subscriptionId: this.#subscriptionId, data }, { once: true }).catch((e: unknown) => {
        // With the connection: the next subscription says it.
        if (asRpcError(e).code !== 'ConnectionLost') {
          throw e;
        }
      });
    }
  }

  /** A notification of the subscription. */
  receive(method: string, params: any): void {
    if (method === 'actor.event') {
      this.#event(params as Notification);
    } else if (method === 'actor.emit') {
      this.#watchers.tell(({ options }) => options.onEmit?.(params.type, params.data));
    } else if (method === 'actor.dropped') {
      this.#watchers.tell(({ options }) => options.onDropped?.(params.emitted));
    } else if (method === 'actor.presence') {
      this.#watchers.present(params);
    }
  }

  close(error: RpcError): void {
    clearTimeout(this.#retry);
    this.#watchers.refuse(error);
    this.#watchers.clear();
  }

  async #subscribe(): Promise<void> {
    if (this.#asking || this.#subscriptionId !== undefined || this.#watchers.size === 0 || this.#isOver()) {
      return;
    }
    this.#asking = true;
    clearTimeout(this.#retry);
    try {
      const { className, id } = this;
      // What was held comes again, and what was answered before is in all that comes.
      this.#held = [];
      const answered = this.mutations.answered();
      const params = { class: className, id, fromSeq: this.#replica.position, who: this.#who, presence: this.#presence };
      const { subscriptionId } = (await this.#host.request('actor.subscribe', params, { once: true, first: true })) as { subscriptionId: string };
      this.#asking = false;
      this.#subscriptionId = subscriptionId;
      if (this.#watchers.size === 0) {
        this.#unsubscribe();
      } else if (params.who !== this.#who || (params.presence === undefined) !== (this.#presence === undefined)) {
        this.#unsubscribe();
        void this.#subscribe();
      } else {
        if (params.presence !== this.#presence) {
          // It has changed meanwhile.
          this.setPresence(this.#presence).catch(() => {});
        }
        if (this.#replica.seq !== undefined) {
          // Resumed, and nothing has changed: else there was a notification before the answer.
          this.#attempts = 0;
          this.#become('ready');
          this.#begin();
        }
        if (answered.length > 0) {
          answered.forEach((each) => (each.seq = this.#held.at(-1)?.what.seq ?? NOW));
          this.#mutated();
        }
      }
    } catch (e) {
      this.#asking = false;
      this.#subscribeFailed(asRpcError(e));
    }
  }

  #subscribeFailed(error: RpcError): void {
    if (error.code === 'Gone') {
      this.#apply({ kind: 'tombstone' });
    } else if (!error.retryable) {
      this.refused(error);
    } else if (this.#host.isOpen()) {
      this.#retry = setTimeout(() => void this.#subscribe(), Math.max(1000 * (error.retryAfter ?? 0), this.#backoff()));
    }
  }

  #backoff(): number {
    return Math.min(RETRY_CAP_MS, RETRY_MS * 2 ** this.#attempts++);
  }

  #unsubscribe(): void {
    if (this.#subscriptionId !== undefined) {
      this.#host.notify('actor.unsubscribe', { subscriptionId: this.#subscriptionId });
      this.#subscriptionId = undefined;
    }
  }

  /** Something was missed: begins again with a snapshot. */
  #resync(): void {
    this.#replica.forget();
    this.#unsubscribe();
    this.#become('stale');
    const wait = this.#attempts === 0 ? 0 : this.#backoff();
    this.#attempts ||= 1;
    this.#retry = setTimeout(() => void this.#subscribe(), wait);
  }

  #event(notification: Notification): void {
    this.mutations.seen(notification);
    // A live change names the mutation that made it; a state, and what was missed, may have any in it.
    const isWhole = notification.kind === 'snapshot' || this.#asking;
    this.#held.push({ what: notification, doubts: isWhole ? this.mutations.doubted() : [] });
    this.#release();
    if (this.#held.length > MOST_HELD) {
      this.#resync();
    }
  }

  /** Shows what was held up to the first change that is in doubt; returns whether there was something. */
  #release(): boolean {
    const first = this.#held.findIndex(({ doubts }) => doubts.some(({ seq }) => seq === undefined));
    const known = this.#held.splice(0, first < 0 ? this.#held.length : first);
    return known.map(({ what }, index) => this.#apply(what, index < known.length - 1)).at(-1) ?? false;
  }

  #mutated(): void {
    const isShown = this.#release();
    this.#confirm();
    if (!isShown) {
      this.#show({ kind: 'optimistic' });
    }
    this.#mayEnd();
  }

  /** Drops the mutations that are in the confirmed state; those that nobody sees, when they are answered. */
  #confirm(): void {
    if (this.#watchers.size === 0 || this.#isOver()) {
      this.mutations.confirm();
    } else if (this.#replica.seq !== undefined) {
      this.mutations.confirm(this.#replica.seq);
    }
  }

  /**
   * Whether there was something to show.
   *
   * @param isBetween another one follows at once, so nobody is shown this one's state
   */
  #apply(what: Notification, isBetween = false): boolean {
    if (this.#isOver()) {
      return false;
    }
    if (what.kind === 'tombstone' || what.kind === 'ended') {
      this.#subscriptionId = undefined;
      const error = what.error ? rpcError(what.error) : undefined;
      this.#become(error ? 'error' : 'tombstoned', error);
      this.#watchers.refuse(error ?? new RpcError('Gone', `${this.className}/${this.id} was deleted`));
      return true;
    }
    const isApplied = this.#replica.apply(what);
    if (isApplied === 'hole') {
      this.#resync();
    } else if (isApplied) {
      if (what.kind !== 'snapshot') {
        this.#attempts = 0;
      }
      this.#status = 'ready';
      this.#error = undefined;
      this.#confirm();
      if (!isBetween || what.kind === 'event') {
        const { kind, events, patch } = what;
        this.#show({ kind, events, patch });
      }
    }
    return isApplied === true;
  }

  #isOver(): boolean {
    return this.#status === 'tombstoned';
  }

  #become(status: Status, error?: RpcError): void {
    if (this.#status !== status || this.#error !== error) {
      this.#status = status;
      this.#error = error;
      this.#show({ kind: 'status' });
    }
  }

  #show(news: News): void {
    const { state } = this.#replica;
    this.#shown = state === undefined ? undefined : this.mutations.rebase(state);
    this.#watchers.show(this.#shown, this.#change(news));
    if (news.kind !== 'status' && this.#status === 'ready') {
      this.#begin();
    }
  }

  /** Shows the first state to those who have had none. */
  #begin(): void {
    this.#watchers.begin(this.#shown, this.#change({ kind: 'snapshot' }));
  }

  #change(news: News): Change {
    const { seq, position } = this.#replica;
    return { ...news, status: this.#status, seq, position, error: this.#error };
  }

  #introduce({ who, presence }: SubscribeOptions): void {
    if (who !== undefined && this.#who !== undefined && who !== this.#who) {
      throw new RpcError('Forbidden', `this client is subscribed as ${this.#who}`);
    }
    if ((who !== undefined && who !== this.#who) || (presence !== undefined && this.#presence === undefined)) {
      this.#who = who ?? this.#who;
      this.#presence = presence;
      // The subscription is replaced by one that says so, which goes on where it was.
      this.#unsubscribe();
    }
  }

  #leave(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    const others = [...this.#watchers].map(({ options }) => options);
    if (watcher.options.presence !== undefined && others.every(({ presence }) => presence === undefined)) {
      // The others go on, with a subscription that shows nothing of itself.
      this.#presence = undefined;
      this.#who = others.find(({ who }) => who)?.who;
      this.#watchers.present({ kind: 'all', present: [], left: [] });
      this.#unsubscribe();
      void this.#subscribe();
    }
    this.#mayEnd();
  }

  #mayEnd(): void {
    if (this.#watchers.size === 0) {
      clearTimeout(this.#retry);
      this.#unsubscribe();
      this.#status = this.#isOver() ? 'tombstoned' : 'loading';
    }
    if (!this.isUsed) {
      this.#host.unused(this);
    }
  }
}
