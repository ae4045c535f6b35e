import type { Connection } from './connection.ts';
import { RpcError, rpcError } from './errors.ts';

/** Requests that are on the wire at a time. The server stops reading at 1024, and then answers no sign of life either. */
const MOST_SENT = 256;
/** Requests that wait for their answers, or for a connection. */
const MOST_PENDING = 10_000;
const MOST_PENDING_CHARS = 32 << 20;
const LONGEST_DEADLINE_MS = 3_600_000;

export interface RequestOptions {
  deadlineMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Do not send it again over another connection: it fails with `ConnectionLost` instead. */
  once?: boolean;
  /** Ahead of all that wait. */
  first?: boolean;
  /** Hears of the values of a stream. */
  onValue?: (value: unknown) => void;
  /** Hears of the id under which it is sent. */
  onId?: (id: number) => void;
  /** Hears of each time that it is sent. */
  onSent?: () => void;
}

interface Pending {
  readonly id: number;
  readonly method: string;
  /** JSON of the params, as they were when the request was made. */
  readonly params: string;
  readonly deadline: number;
  readonly options: RequestOptions;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

interface Frame {
  id?: number | string | null;
  result?: unknown;
  error?: { code?: number; message?: string; data?: Record<string, unknown> };
  method?: string;
  params?: Record<string, unknown>;
}

/** Requests and their answers, over as many connections as it takes. Each is sent once over each connection. */
export class Requests {
  #nextId = 1;
  #chars = 0;
  #isOpen = false;
  /** In the order in which they are sent, these first. */
  readonly #urgent = new Set<Pending>();
  #waiting = new Set<Pending>();
  readonly #sent = new Map<number, Pending>();
  readonly #connection: Connection;
  readonly #maxFrameBytes: number;
  readonly #notified: (method: string, params: Record<string, unknown>) => void;

  constructor(connection: Connection, maxFrameBytes: number, notified: (method: string, params: Record<string, unknown>) => void) {
    this.#connection = connection;
    this.#maxFrameBytes = maxFrameBytes;
    this.#notified = notified;
  }

  /** The result of the reply. */
  request(method: string, params: object, options: RequestOptions = {}): Promise<unknown> {
    const { signal, deadlineMs = 30_000 } = options;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (!(deadlineMs >= 1 && deadlineMs <= LONGEST_DEADLINE_MS)) {
        throw new RangeError(`deadlineMs must be 1 to ${LONGEST_DEADLINE_MS}, not ${deadlineMs}`);
      }
      const text = JSON.stringify(params);
      this.#admit(text);
      const end = <T>(then: (value: T) => void) => (value: T) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
        this.#chars -= text.length;
        then(value);
      };
      const pending: Pending = {
        id: this.#nextId++,
        method,
        params: text,
        deadline: Date.now() + deadlineMs,
        options,
        resolve: end(resolve),
        reject: end(reject),
      };
      const aborted = () => this.#giveUp(pending, signal?.reason);
      const timer = setTimeout(
        () => this.#giveUp(pending, new RpcError('CallTimeout', `${method} has no answer after ${deadlineMs} ms; it is unknown whether it was done`)),
        deadlineMs,
      );
      signal?.addEventListener('abort', aborted);
      this.#chars += text.length;
      options.onId?.(pending.id);
      (options.first ? this.#urgent : this.#waiting).add(pending);
      this.#pump();
    });
  }

  /** Sends a request whose answer nobody waits for, if there is a connection. */
  notify(method: string, params: object): void {
    this.#connection.send(JSON.stringify({ jsonrpc: '2.0', method, params }));
  }

  /** A connection is there. */
  opened(): void {
    this.#isOpen = true;
    this.#pump();
  }

  /** A connection is gone: what it was to answer waits for the next, or fails. */
  lost(closeCode: number): void {
    this.#isOpen = false;
    const unanswered = [...this.#sent.values()];
    this.#sent.clear();
    if (closeCode === 1009 && unanswered.length > 0) {
      // Too long for this server: it would end each connection that it is sent over.
      const longest = unanswered.reduce((a, b) => (b.params.length > a.params.length ? b : a));
      unanswered.splice(unanswered.indexOf(longest), 1);
      longest.reject(new RpcError('PayloadTooLarge', `${longest.method} is longer than the server takes`));
    }
    const again = unanswered.filter((each) => !each.options.once);
    this.#waiting = new Set([...again, ...this.#waiting].sort((a, b) => a.id - b.id));
    for (const each of unanswered.filter(({ options }) => options.once)) {
      each.reject(new RpcError('ConnectionLost', 'the connection was lost before the answer'));
    }
  }

  rejectAll(error: RpcError): void {
    const all = [...this.#sent.values(), ...this.#urgent, ...this.#waiting];
    this.#sent.clear();
    this.#urgent.clear();
    this.#waiting.clear();
    for (const each of all) {
      each.reject(error);
    }
  }

  receive(text: string): void {
    let frame: Frame;
    try {
      frame = (JSON.parse(text) ?? {}) as Frame;
    } catch {
      return;
    }
    const { id, method, params = {} } = frame;
    if (id === undefined && method === 'actor.value') {
      this.#sent.get(params.callId as number)?.options.onValue?.(params.value);
    } else if (id === undefined && method !== undefined) {
      this.#notified(method, params);
    } else if (typeof id === 'number') {
      this.#answered(id, frame);
    }
  }

  #answered(id: number, { result, error }: Frame): void {
    const pending = this.#sent.get(id);
    // A second answer to the same request, or one to a request that was given up.
    if (!pending) {
      return;
    }
    if (error?.data?.code === 'ShuttingDown' && !pending.options.once) {
      // Not done, and this connection is about to end: the next one takes it.
      return;
    }
    this.#sent.delete(id);
    if (error) {
      pending.reject(rpcError(error));
    } else {
      pending.resolve(result);
    }
    this.#pump();
  }

  #pump(): void {
    while (this.#isOpen && this.#sent.size < MOST_SENT) {
      const from = this.#urgent.size > 0 ? this.#urgent : this.#waiting;
      const [next] = from;
      if (!next) {
        return;
      }
      from.delete(next);
      this.#sent.set(next.id, next);
      next.options.onSent?.();
      this.#connection.send(this.#frame(next));
    }
  }

  #frame({ id, method, params, deadline }: Pending): string {
    const left = Math.max(1, deadline - Date.now());
    const within = method === 'actor.call' ? `${params.slice(0, -1)},"deadlineMs":${left}}` : params;
    return `{"id":${id},"jsonrpc":"2.0","method":"${method}","params":${within}}`;
  }

  #giveUp(pending: Pending, reason: unknown): void {
    if (this.#sent.delete(pending.id)) {
      if (pending.method === 'actor.call' && pending.options.signal?.aborted) {
        this.notify('actor.cancel', { callId: pending.id });
      }
    } else {
      this.#urgent.delete(pending);
      this.#waiting.delete(pending);
    }
    pending.reject(reason);
    this.#pump();
  }

  #admit(params: string): void {
    if (this.#sent.size + this.#waiting.size >= MOST_PENDING || this.#chars + params.length > MOST_PENDING_CHARS) {
      throw new RpcError('QueueFull', 'too many requests wait');
    }
    const bytes = 3 * params.length > this.#maxFrameBytes ? new TextEncoder().encode(params).length : 0;
    if (bytes > this.#maxFrameBytes) {
      throw new RpcError('PayloadTooLarge', `the request has ${bytes} bytes, ${this.#maxFrameBytes} are allowed`);
    }
  }
}
