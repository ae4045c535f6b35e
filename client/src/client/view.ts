import { produce } from './draft.ts';
import { RpcError, asRpcError, rpcError, tell } from './errors.ts';
import { Mutations } from './mutations.ts';
import { applyPatch, type PatchOperation } from './patch.ts';
import type { RequestOptions } from './requests.ts';
import type { Change, EsReducer, Present, Status, SubscribeOptions, SubscriptionListener } from './types.ts';

/**
 * How long the changes of an actor wait while mutations of it are pending, in milliseconds: the change that a call makes comes right before the
 * answer to the call, and must replace the mutation in one step.
 */
const HOLD_MS = 50;
const RETRY_MS = 250;
const RETRY_CAP_MS = 30_000;

/** The params of an `actor.event`. */
interface Notification {
  kind: 'snapshot' | 'patch' | 'event' | 'tombstone' | 'ended';
  data?: unknown;
  patch?: PatchOperation[];
  events?: unknown[];
  error?: Parameters<typeof rpcError>[0];
  prevSeq?: string;
  seq?: string;
  position?: string;
}

export interface ViewHost {
  request(method: string, params: object, options?: RequestOptions): Promise<unknown>;
  notify(method: string, params: object): void;
  isOpen(): boolean;
  /** Nobody looks at it any more. */
  unused(view: View): void;
}

interface Watcher {
  readonly listener: SubscriptionListener<any, any>;
  readonly options: SubscribeOptions<any>;
  begun: boolean;
  resolve(): void;
  reject(error: unknown): void;
}

/** One actor as this client sees it: the confirmed state, and what is pending on top. However many look at it, it is one subscription. */
export class View {
  readonly mutations = new Mutations(() => this.#mutated());
  readonly #watchers = new Set<Watcher>();
  #confirmed: unknown;
  #shown: unknown;
  #seq: string | undefined;
  #position: string | undefined;
  #status: Status = 'loading';
  #error: RpcError | undefined;
  /** The subscription on the server, if it has answered. */
  #subscriptionId: string | undefined;
  #asking = false;
  #attempts = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #held: Notification[] = [];
  #hold: ReturnType<typeof setTimeout> | undefined;
  #who: string | undefined;
  #presence: unknown;
  readonly #present = new Map<string, Present>();

  constructor(
    readonly className: string,
    readonly id: string,
    private readonly host: ViewHost,
    private readonly reducer: EsReducer | undefined,
  ) {}

  /** Resolves when the listener has had its first state. */
  watch(listener: SubscriptionListener<any, any>, options: SubscribeOptions<any>): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const { signal } = options;
      signal?.throwIfAborted();
      if (this.#isOver()) {
        throw new RpcError('Gone', `${this.className}/${this.id} was deleted`);
      }
      const stop = () => this.#leave(watcher);
      const refuse = (error: unknown) => {
        signal?.removeEventListener('abort', aborted);
        stop();
        reject(error);
      };
      const aborted = () => refuse(signal?.reason);
      const watcher: Watcher = {
        listener,
        options,
        begun: false,
        resolve: () => {
          signal?.removeEventListener('abort', aborted);
          resolve(stop);
        },
        reject: refuse,
      };
      signal?.addEventListener('abort', aborted);
      this.#introduce(options);
      this.#watchers.add(watcher);
      if (this.#watchers.size === 1 && options.fromSeq !== undefined && this.#seq === undefined) {
        this.#confirmed = this.#shown = options.state;
        this.#position = options.fromSeq;
        this.#seq = options.fromSeq.split('.')[0];
        this.#status = 'stale';
      }
      if (this.#status === 'ready' || this.#status === 'stale') {
        this.#begin(watcher);
      }
      void this.#subscribe();
    });
  }

  get isUsed(): boolean {
    return this.#watchers.size > 0 || !this.mutations.isEmpty;
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
    this.#rejectWaiting(error);
  }

  async setPresence(data: unknown): Promise<void> {
    this.#presence = data;
    if (this.#subscriptionId !== undefined) {
      await this.host.request('actor.presence', { subscriptionId: this.#subscriptionId, data }, { once: true }).catch((e: unknown) => {
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
      this.#tell(({ options }) => options.onEmit?.(params.type, params.data));
    } else if (method === 'actor.dropped') {
      this.#tell(({ options }) => options.onDropped?.(params.emitted));
    } else if (method === 'actor.presence') {
      if (params.kind === 'all') {
        this.#present.clear();
      }
      (params.present as Present[]).forEach((each) => this.#present.set(each.who, each));
      (params.left as string[]).forEach((who) => this.#present.delete(who));
      this.#tell(({ options }) => options.onPresence?.([...this.#present.values()]));
    }
  }

  close(error: RpcError): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#hold);
    this.#rejectWaiting(error);
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
      const params = { class: className, id, fromSeq: this.#position, who: this.#who, presence: this.#presence };
      const { subscriptionId } = (await this.host.request('actor.subscribe', params, { once: true, first: true })) as { subscriptionId: string };
      this.#asking = false;
      this.#subscriptionId = subscriptionId;
      if (this.#watchers.size === 0) {
        this.#unsubscribe();
      } else if (params.who !== this.#who || (params.presence === undefined) !== (this.#presence === undefined)) {
        this.#unsubscribe();
        void this.#subscribe();
      } else if (this.#seq !== undefined) {
        // Resumed, and nothing has changed: else there was a notification before the answer.
        this.#attempts = 0;
        this.#become('ready');
        this.#beginAll();
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
    } else if (this.host.isOpen()) {
      this.#retry = setTimeout(() => void this.#subscribe(), Math.max(1000 * (error.retryAfter ?? 0), this.#backoff()));
    }
  }

  #backoff(): number {
    return Math.min(RETRY_CAP_MS, RETRY_MS * 2 ** Math.min(this.#attempts++, 10));
  }

  #unsubscribe(): void {
    if (this.#subscriptionId !== undefined) {
      this.host.notify('actor.unsubscribe', { subscriptionId: this.#subscriptionId });
      this.#subscriptionId = undefined;
    }
  }

  /** Something was missed: begins again with a snapshot. */
  #resync(): void {
    this.#seq = undefined;
    this.#position = undefined;
    this.#unsubscribe();
    this.#become('stale');
    const wait = this.#attempts === 0 ? 0 : this.#backoff();
    this.#attempts ||= 1;
    this.#retry = setTimeout(() => void this.#subscribe(), wait);
  }

  #event(notification: Notification): void {
    if (this.mutations.pending.length === 0) {
      this.#apply(notification);
      return;
    }
    this.#held.push(notification);
    this.#hold ??= setTimeout(() => this.#release(), HOLD_MS);
  }

  /** Shows what was held, without the mutations that it answers. */
  #release(): void {
    clearTimeout(this.#hold);
    this.#hold = undefined;
    const held = this.#held;
    this.#held = [];
    const before = this.mutations.pending.length;
    this.mutations.dropAnswered();
    held.forEach((each, index) => this.#apply(each, index < held.length - 1));
    if (held.length === 0 && before !== this.mutations.pending.length) {
      this.#show({ kind: 'optimistic' });
    }
    this.#mayEnd();
  }

  #mutated(): void {
    if (this.mutations.areAnswered && this.mutations.pending.length > 0) {
      this.#release();
    } else {
      this.#show({ kind: 'optimistic' });
      this.#mayEnd();
    }
  }

  /**
   * @param isBetween another one follows at once, so nobody is shown this one's state
   */
  #apply(what: Notification, isBetween = false): void {
    if (this.#isOver()) {
      return;
    }
    if (what.kind === 'tombstone' || what.kind === 'ended') {
      this.#subscriptionId = undefined;
      const error = what.error ? rpcError(what.error) : undefined;
      this.#become(error ? 'error' : 'tombstoned', error);
      this.#rejectWaiting(error ?? new RpcError('Gone', `${this.className}/${this.id} was deleted`));
      return;
    }
    if (what.kind === 'snapshot') {
      this.#confirmed = what.data;
    } else if (!this.#follow(what)) {
      return;
    } else {
      this.#attempts = 0;
    }
    this.#seq = what.seq;
    this.#position = what.position ?? what.seq;
    this.#status = 'ready';
    this.#error = undefined;
    if (!isBetween || what.kind === 'event') {
      const { kind, events, patch } = what;
      this.#show({ kind, ...(events && { events }), ...(patch && { patch }) });
    }
  }

  /** Whether the change continues the state, which then has it. */
  #follow(what: Notification): boolean {
    if (this.#seq === undefined) {
      // A snapshot is on its way.
      return false;
    }
    if (what.prevSeq !== this.#seq) {
      const isRepeated = what.seq !== undefined && BigInt(what.seq) <= BigInt(this.#seq);
      if (!isRepeated) {
        this.#resync();
      }
      return false;
    }
    try {
      this.#confirmed = what.kind === 'patch' ? applyPatch(this.#confirmed, what.patch ?? []) : this.#fold(what.events ?? []);
      return true;
    } catch {
      this.#resync();
      return false;
    }
  }

  #fold(events: readonly unknown[]): unknown {
    const { reducer } = this;
    return reducer && events.reduce((state, event) => produce(state, (draft) => reducer(draft, event)), this.#confirmed);
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

  #show(change: Pick<Change, 'kind' | 'events' | 'patch'>): void {
    this.#shown = this.#confirmed === undefined ? undefined : this.mutations.rebase(this.#confirmed);
    if (change.kind !== 'status' && this.#status === 'ready') {
      this.#beginAll(change);
    } else {
      this.#tell((watcher) => watcher.begun && watcher.listener(this.#shown, this.#change(change)));
    }
  }

  #change(change: Pick<Change, 'kind' | 'events' | 'patch'>): Change {
    return { ...change, status: this.#status, seq: this.#seq, position: this.#position, ...(this.#error && { error: this.#error }) };
  }

  /** Shows the change to all, and their first state to those who have none yet. */
  #beginAll(change?: Pick<Change, 'kind' | 'events' | 'patch'>): void {
    this.#tell((watcher) => {
      if (!watcher.begun) {
        this.#begin(watcher);
      } else if (change) {
        watcher.listener(this.#shown, this.#change(change));
      }
    });
  }

  #begin(watcher: Watcher): void {
    watcher.begun = true;
    tell(() => watcher.listener(this.#shown, this.#change({ kind: 'snapshot' })));
    watcher.resolve();
  }

  /** One listener that throws keeps nothing from the others. */
  #tell(news: (watcher: Watcher) => unknown): void {
    for (const watcher of [...this.#watchers]) {
      tell(() => news(watcher));
    }
  }

  #rejectWaiting(error: RpcError): void {
    for (const watcher of [...this.#watchers]) {
      if (!watcher.begun) {
        watcher.reject(error);
      }
    }
  }

  #introduce({ who, presence }: SubscribeOptions): void {
    if (who !== undefined && this.#who !== undefined && who !== this.#who) {
      throw new RpcError('Forbidden', `this client subscribes to ${this.className}/${this.id} as ${this.#who} already, so not as ${who}`);
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
    this.#mayEnd();
  }

  #mayEnd(): void {
    if (this.#watchers.size === 0) {
      clearTimeout(this.#retry);
      this.#unsubscribe();
      this.#status = this.#isOver() ? 'tombstoned' : 'loading';
    }
    if (!this.isUsed) {
      clearTimeout(this.#hold);
      this.host.unused(this);
    }
  }
}
