import type { Connection } from './connection.ts';
import { RpcError, asRpcError, problemOf } from './errors.ts';

export interface RestOptions {
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Requests that the WebSocket has no method for. One that finds no server is sent again until the deadline: all are reads, or have keys. */
export class Rest {
  constructor(
    private readonly base: string,
    private readonly connection: Connection,
    private readonly deadlineMs: number,
  ) {}

  /**
   * @param path segments below `/v1/actors`
   */
  async request(method: string, path: readonly string[], options: RestOptions = {}): Promise<unknown> {
    const url = new URL(`${this.base}/v1/actors${path.map((each) => `/${encodeURIComponent(each)}`).join('')}`);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      for (const each of Array.isArray(value) ? value : [value]) {
        if (each !== undefined) {
          url.searchParams.append(name, String(each));
        }
      }
    }
    const deadline = AbortSignal.timeout(this.deadlineMs);
    const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#attempt(url, method, options, signal);
      } catch (e) {
        options.signal?.throwIfAborted();
        const error = deadline.aborted ? new RpcError('CallTimeout', `${method} ${url.pathname} has no answer after ${this.deadlineMs} ms`) : asRpcError(e);
        if (error.code !== 'Unreachable' && error.code !== 'ShuttingDown') {
          throw error;
        }
      }
      await new Promise((resolve) => {
        setTimeout(resolve, Math.random() * Math.min(2000, 250 * 2 ** attempt));
        signal.addEventListener('abort', resolve);
      });
    }
  }

  async #attempt(url: URL, method: string, { body, idempotencyKey }: RestOptions, signal: AbortSignal): Promise<unknown> {
    const answer = await fetch(url, {
      method,
      signal,
      headers: {
        ...(await this.connection.headers()),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) {
      throw await problemOf(answer);
    }
    return answer.json();
  }
}
