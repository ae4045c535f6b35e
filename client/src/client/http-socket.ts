import { asRpcError, problemOf, type RpcError } from './errors.ts';
import type { WebSocketLike } from './types.ts';

interface Params {
  class: string;
  id: string;
  method: string;
  args?: unknown;
  type: string;
  payload?: unknown;
  idempotencyKey?: string;
  deadlineMs?: number;
  ifSeq?: string;
  mutationId?: string;
  credit?: number;
  callId: number;
  subscriptionId: string;
  fromSeq?: string;
  who?: string;
  presence?: unknown;
}

interface Frame {
  id?: number | string;
  method: string;
  params: Params;
}

/** A call or a subscription that is under way. */
interface Work {
  readonly abort: AbortController;
  /** Of a stream: values that may still be passed on. */
  credit: number;
  wake(): void;
}

/**
 * The conversation of the WebSocket over plain HTTP, for networks that let no WebSocket through: each call is a request, each subscription a stream
 * of events. When a request finds no server the whole of it closes, as a socket would, and everything is sent again over the next.
 */
export class HttpSocket implements WebSocketLike {
  onopen: ((event: any) => void) | null = null;
  onmessage: ((event: any) => void) | null = null;
  onclose: ((event: any) => void) | null = null;
  onerror: ((event: any) => void) | null = null;
  readonly #base: string;
  readonly #headers: () => Promise<Record<string, string>>;
  readonly #work = new Map<number | string, Work>();
  #closed = false;

  constructor(base: string, headers: () => Promise<Record<string, string>>) {
    this.#base = base;
    this.#headers = headers;
    void this.#open();
  }

  send(text: string): void {
    const { id, method, params } = JSON.parse(text) as Frame;
    void this.#do(id, method, params ?? {}).catch((e: unknown) => this.#end(asRpcError(e).message));
  }

  close(): void {
    this.#closed = true;
    for (const { abort } of this.#work.values()) {
      abort.abort();
    }
    this.#work.clear();
  }

  async #open(): Promise<void> {
    try {
      const answer = await this.#fetch('/v1/ready', { signal: AbortSignal.timeout(10_000) });
      await answer.body?.cancel();
      if (!this.#closed && answer.ok) {
        this.onopen?.({});
        return;
      }
    } catch {
      // As a socket that does not open.
    }
    this.#end('no answer');
  }

  #end(reason: string): void {
    if (!this.#closed) {
      this.close();
      this.onclose?.({ code: 1006, reason });
    }
  }

  async #do(id: number | string | undefined, method: string, params: Params): Promise<void> {
    switch (method) {
      case 'actor.call':
        return this.#working(id ?? 0, params, (work) => this.#call(id ?? 0, params, work));
      case 'actor.tell':
        return this.#tell(id ?? 0, params);
      case 'actor.subscribe': {
        const subscriptionId = `${params.class}:${params.id}#1`;
        return this.#working(subscriptionId, params, (work) => this.#subscribe(id ?? 0, subscriptionId, params, work));
      }
      case 'actor.unsubscribe':
        this.#abort(params.subscriptionId);
        return;
      case 'actor.cancel':
        this.#abort(params.callId);
        return;
      case 'actor.credit': {
        const work = this.#work.get(params.callId);
        if (work) {
          work.credit += params.credit ?? 0;
          work.wake();
        }
        return;
      }
      case 'ping':
        await (await this.#fetch('/v1/health', { signal: AbortSignal.timeout(10_000) })).body?.cancel();
        this.#emit({ id });
        return;
      default:
        this.#emit({ id, error: { code: -32601, message: `${method} needs a WebSocket`, data: { code: 'UnknownMethod' } } });
    }
  }

  #abort(key: number | string): void {
    this.#work.get(key)?.abort.abort();
    this.#work.delete(key);
  }

  /** Ends well when it was aborted. */
  async #working(key: number | string, { credit = 0 }: Params, run: (work: Work) => Promise<void>): Promise<void> {
    const work: Work = { abort: new AbortController(), credit, wake() {} };
    this.#work.set(key, work);
    try {
      await run(work);
    } catch (e) {
      if (!work.abort.signal.aborted) {
        throw e;
      }
    } finally {
      if (this.#work.get(key) === work) {
        this.#work.delete(key);
      }
    }
  }

  async #call(id: number | string, params: Params, work: Work): Promise<void> {
    const { credit, deadlineMs, ifSeq, mutationId, args, method } = params;
    const answer = await this.#post(params, method, args, work.abort.signal, {
      ...(credit && { accept: 'application/x-ndjson, application/json;q=0.9' }),
      ...(deadlineMs && { 'x-actjs-deadline-ms': String(deadlineMs) }),
      ...(mutationId && { 'x-actjs-mutation-id': mutationId }),
      ...(ifSeq && { 'if-match': `"${ifSeq}"` }),
    });
    const warning = /299 - "(.*)"/.exec(answer.headers.get('warning') ?? '')?.[1];
    if (!answer.ok) {
      this.#fail(id, await problemOf(answer));
    } else if (answer.headers.get('content-type')?.startsWith('application/x-ndjson')) {
      await this.#values(id, answer, work);
    } else {
      const { result, seq, version } = (await answer.json()) as { result?: unknown; seq?: string; version: string };
      this.#emit({ id, result: { result, seq, version, warning } });
    }
  }

  async #values(id: number | string, answer: Response, work: Work): Promise<void> {
    for await (const line of lines(answer)) {
      const message = JSON.parse(line) as { value?: unknown; error?: { detail: string; code: string }; result?: unknown; version?: string };
      if (message.error) {
        const { detail, ...data } = message.error;
        this.#emit({ id, error: { code: -32000, message: detail, data } });
        return;
      }
      if (!('value' in message)) {
        this.#emit({ id, result: message });
        return;
      }
      while (work.credit <= 0) {
        await new Promise<void>((resolve) => {
          work.wake = resolve;
          work.abort.signal.addEventListener('abort', () => resolve(), { once: true });
        });
        work.abort.signal.throwIfAborted();
      }
      work.credit--;
      this.#emit({ method: 'actor.value', params: { callId: id, value: message.value } });
    }
    throw new Error('the answer was cut off');
  }

  async #tell(id: number | string, params: Params): Promise<void> {
    const answer = await this.#post(params, `tell/${encodeURIComponent(params.type)}`, params.payload, AbortSignal.timeout(30_000), {}, true);
    if (answer.ok) {
      this.#emit({ id, result: await answer.json() });
    } else {
      this.#fail(id, await problemOf(answer));
    }
  }

  async #subscribe(id: number | string, subscriptionId: string, params: Params, work: Work): Promise<void> {
    const { fromSeq, who, presence } = params;
    const query = new URLSearchParams({
      ...(fromSeq !== undefined && { fromSeq }),
      ...(who !== undefined && { who }),
      ...(presence !== undefined && { presence: JSON.stringify(presence) }),
    });
    const answer = await this.#fetch(`${pathOf(params)}/events?${query}`, {
      headers: { accept: 'text/event-stream' },
      signal: work.abort.signal,
    });
    if (!answer.ok) {
      this.#fail(id, await problemOf(answer));
      return;
    }
    let event = '';
    let begun = false;
    for await (const line of lines(answer)) {
      if (line.startsWith('event: ')) {
        event = line.slice(7);
      } else if (line.startsWith('data: ')) {
        const data = JSON.parse(line.slice(6)) as { kind: string };
        this.#emit({ method: event, params: { subscriptionId, ...data } });
        if (event === 'actor.event' && (data.kind === 'tombstone' || data.kind === 'ended')) {
          return;
        }
      } else if (!begun && line.startsWith(':') && line !== ':open') {
        begun = true;
        this.#emit({ id, result: { subscriptionId } });
      }
    }
    throw new Error('the stream of events has ended');
  }

  #post(params: Params, action: string, body: unknown, signal: AbortSignal, headers: Record<string, string>, raw = false): Promise<Response> {
    const { idempotencyKey } = params;
    return this.#fetch(`${pathOf(params)}/${raw ? action : encodeURIComponent(action)}`, {
      method: 'POST',
      signal,
      headers: { 'content-type': 'application/json', ...(idempotencyKey && { 'idempotency-key': idempotencyKey }), ...headers },
      body: JSON.stringify(body ?? {}),
    });
  }

  async #fetch(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Response> {
    return fetch(this.#base + path, { ...init, headers: { ...(await this.#headers()), ...init.headers } });
  }

  #fail(id: number | string, { message, data }: RpcError): void {
    this.#emit({ id, error: { code: -32000, message, data } });
  }

  #emit(frame: object): void {
    if (!this.#closed) {
      this.onmessage?.({ data: JSON.stringify({ jsonrpc: '2.0', ...frame }) });
    }
  }
}

function pathOf(actor: { class: string; id: string }): string {
  return `/v1/actors/${encodeURIComponent(actor.class)}/${encodeURIComponent(actor.id)}`;
}

/** The lines of the body; it is cancelled when the loop is left. */
async function* lines(answer: Response): AsyncGenerator<string, void, void> {
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      const parts = (rest + decoder.decode(value, { stream: true })).split(/\r?\n/);
      rest = parts.pop() as string;
      yield* parts;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
