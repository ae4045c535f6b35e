import type { Connection } from './connection.ts';
import { RpcError, asRpcError, problemOf } from './errors.ts';

export interface RestOptions {
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

export type Rest = (method: string, path: readonly string[], options?: RestOptions) => Promise<unknown>;

/**
 * Requests that the WebSocket has no method for, of a method and the segments of a path below `/v1/actors`. One that finds no server is sent again
 * until the deadline: all are reads, or have keys.
 */
export function restOf(base: string, connection: Connection, deadlineMs: number): Rest {
  return async (method, path, { query = {}, body, idempotencyKey, signal: own } = {}) => {
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
            ...(await connection.headers()),
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        if (!answer.ok) {
          throw await problemOf(answer);
        }
        return await answer.json();
      } catch (e) {
        own?.throwIfAborted();
        const error = deadline.aborted ? new RpcError('CallTimeout', `${method} ${url.pathname} has no answer after ${deadlineMs} ms`) : asRpcError(e);
        if (error.code !== 'Unreachable' && error.code !== 'ShuttingDown') {
          throw error;
        }
      }
      await new Promise((resolve) => {
        setTimeout(resolve, Math.random() * Math.min(2000, 250 * 2 ** attempt));
        signal.addEventListener('abort', resolve);
      });
    }
  };
}
