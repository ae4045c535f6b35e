import { WebSocket } from 'ws';
import { applyPatch } from '../../src/client/patch.ts';
import { until } from './server.ts';

interface Pending {
  frame: string;
  resolve(result: any): void;
  reject(error: OriginalError): void;
}

interface Subscription {
  state: any;
  seq: bigint;
  kinds: string[];
  isOver: boolean;
  listener(state: any): void;
}

export class OriginalError extends Error {
  constructor(
    message: string,
    readonly code: number,
    readonly frameworkCode: string | undefined,
  ) {
    super(message);
  }
}

/**
 * What the client of the original does on the wire, faults included: no key of a call, each frame that waited for the connection sent twice,
 * pending frames sent again on each connection, ids that go on over connections, notifications of a subscription taken before its answer.
 */
export class OriginalClient {
  readonly #url: string;
  readonly #reducers: Record<string, (state: any, event: any) => any>;
  readonly #pending = new Map<number, Pending>();
  readonly #subscriptions = new Map<string, Subscription>();
  /** Notifications that came before the answer that names their subscription. */
  readonly #early = new Map<string, any[]>();
  #outbound: string[] = [];
  #socket: WebSocket | undefined;
  #id = 0;
  #isClosed = false;

  constructor(url: string, reducers: Record<string, (state: any, event: any) => any> = {}, manifest?: string) {
    this.#url = `${url.replace(/^http/, 'ws')}/v1/ws${manifest ? `?manifest=${manifest}` : ''}`;
    this.#reducers = reducers;
    this.#connect();
  }

  async call(className: string, id: string, method: string, args?: unknown): Promise<any> {
    return (await this.request('actor.call', { class: className, id, method, args })).result;
  }

  async subscribe(className: string, id: string, listener: (state: any) => void = () => {}): Promise<Subscription & { id: string }> {
    const { subscriptionId } = await this.request('actor.subscribe', { class: className, id });
    const subscription: Subscription = { state: undefined, seq: 0n, kinds: [], isOver: false, listener };
    this.#subscriptions.set(subscriptionId, subscription);
    for (const params of this.#early.get(subscriptionId) ?? []) {
      this.#apply(subscription, params);
    }
    return Object.assign(subscription, { id: subscriptionId });
  }

  request(method: string, params: unknown): Promise<any> {
    const id = ++this.#id;
    const frame = JSON.stringify({ jsonrpc: '2.0', id, method, params });
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { frame, resolve, reject });
      if (this.#socket?.readyState === WebSocket.OPEN) {
        this.#socket.send(frame);
      } else {
        this.#outbound.push(frame);
      }
    });
  }

  /** Loses the connection under the client. */
  async cut(): Promise<void> {
    const lost = this.#socket;
    lost?.terminate();
    await until(() => this.#socket !== lost && this.#socket?.readyState === WebSocket.OPEN);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#socket?.close(1000, 'client closed');
  }

  #connect(): void {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.on('open', () => {
      for (const frame of [...this.#outbound.splice(0), ...[...this.#pending.values()].map((each) => each.frame)]) {
        socket.send(frame);
      }
    });
    socket.on('message', (text) => this.#receive(JSON.parse(String(text))));
    socket.on('error', () => {});
    socket.on('close', (code) => {
      if (code !== 1000 && !this.#isClosed) {
        setTimeout(() => this.#connect(), 20);
      }
    });
  }

  #receive(message: any): void {
    if (message.id === undefined) {
      const { params } = message;
      const subscription = this.#subscriptions.get(params.subscriptionId);
      if (subscription) {
        this.#apply(subscription, params);
      } else {
        this.#early.set(params.subscriptionId, [...(this.#early.get(params.subscriptionId) ?? []), params]);
      }
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.error) {
      const { code, message: text, data } = message.error;
      pending?.reject(new OriginalError(text, code, data?.code));
    } else {
      pending?.resolve(message.result);
    }
  }

  #apply(subscription: Subscription, { subscriptionId, kind, data, patch, events, seq }: any): void {
    subscription.kinds.push(kind);
    if (kind === 'snapshot') {
      subscription.state = data;
    } else if (kind === 'patch') {
      subscription.state = applyPatch(subscription.state, patch);
    } else if (kind === 'event') {
      subscription.state = events.reduce(this.#reducers[subscriptionId.split(/[:#]/)[0]] ?? ((state: any) => state), subscription.state);
    } else {
      subscription.isOver = true;
    }
    if (seq !== undefined) {
      subscription.seq = BigInt(seq);
    }
    subscription.listener(subscription.state);
  }
}
