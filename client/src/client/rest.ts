import { RpcError, asRpcError, problemOf, type rpcError } from './errors.ts';

export interface RestOptions {
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface RestHost {
  readonly base: string;
  readonly deadlineMs: number;
  headers(): Promise<Record<string, string>>;
}

/** As a reply of the WebSocket: errors of this module, which is loaded by itself, are not of the class that applications know. */
export type RestAnswer = { result?: unknown; error?: Parameters<typeof rpcError>[0] };

/**
 * A request that the WebSocket has no method for, of a method and the segments of a path below `/v1/actors`. One that finds no server is sent again
 * until the deadline: all are reads, or have keys.
 */
export async function ask({ base, deadlineMs, headers }: RestHost, method: string, path: readonly string[], options: RestOptions): Promise<RestAnswer> {
  const { query = {}, body, idempotencyKey, signal: own } = options;
  const url = new URL(`${base}/v1/actors${path.map((each) => `/${encodeURIComponent(each)}`).join('')}`);
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined) {
        url.searchParams.append(name, String(each));
      }
    }
  }
  const deadline = AbortSignal.timeout(deadlineMs);
  const signal = own ? AbortSignal.any([own, deadline]) : deadline;
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await fetch(url, {
        method,
        signal,
        headers: {
          ...(await headers()),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (!answer.ok) {
        throw await problemOf(answer);
      }
      return { result: await answer.json() };
    } catch (e) {
      own?.throwIfAborted();
      const error = deadline.aborted ? new RpcError('CallTimeout', `${method} ${url.pathname} has no answer after ${deadlineMs} ms`) : asRpcError(e);
      if (error.code !== 'Unreachable' && error.code !== 'ShuttingDown') {
        return { error: { message: error.message, data: { ...error.data, code: error.code } } };
      }
    }
    await new Promise((resolve) => {
      setTimeout(resolve, Math.random() * Math.min(2000, 250 * 2 ** attempt));
      signal.addEventListener('abort', resolve);
    });
  }
}
