/** Codes of the server that say "not now": the same request may succeed later, and is safe to repeat under its key. */
const RETRYABLE =
  /^(RateLimited|MailboxFull|SubscriberLimit|CapacityExhausted|StorageUnavailable|StorageFull|ShuttingDown|Paused|Fenced|CallTimeout|ConnectionLost|Unreachable)$/;

/** Codes that the client itself gives, beside those of the server. */
export type ClientCode =
  | 'ConnectionLost'
  | 'Unreachable'
  | 'Offline'
  | 'ClientClosed'
  | 'QueueFull'
  | 'QueueExpired'
  | 'QueueUnavailable'
  | 'CallTimeout'
  | 'PayloadTooLarge'
  | 'NoWebSocket';

/**
 * A request that failed. `code` says why: one of the server's codes (docs/http-api.md, "Errors") or a {@link ClientCode}; the other members of
 * the problem are in `data`.
 */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: ClientCode | (string & {});
  /** The members of the problem beside its message, such as `reasonCode`, `issues` or `expired`. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The code of JSON-RPC, or undefined when the error did not come over it. */
  readonly rpcCode: number | undefined;

  constructor(code: ClientCode | (string & {}), message: string, data: Record<string, unknown> = {}, rpcCode?: number) {
    super(message);
    this.code = code;
    this.data = data;
    this.rpcCode = rpcCode;
  }

  /** The same as `code`. */
  get frameworkCode(): string {
    return this.code;
  }

  /** The HTTP status, or undefined when the error came over a WebSocket. */
  get status(): number | undefined {
    return typeof this.data.status === 'number' ? this.data.status : undefined;
  }

  /** Seconds to wait before the same is asked again, or undefined when the server did not say. */
  get retryAfter(): number | undefined {
    return typeof this.data.retryAfter === 'number' ? this.data.retryAfter : undefined;
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    return RETRYABLE.test(this.code);
  }
}

/** The error object of a JSON-RPC reply, as an error. */
export function rpcError(error: { code?: number; message?: string; data?: Record<string, unknown> }): RpcError {
  const code = error.data?.code;
  return new RpcError(typeof code === 'string' ? code : 'InternalError', error.message ?? '', error.data, error.code);
}

/** The problem document of an HTTP answer, as an error. */
export async function problemOf(answer: Response): Promise<RpcError> {
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const retryAfter = Number(answer.headers.get('retry-after') ?? NaN);
  return new RpcError(
    typeof body.code === 'string' ? body.code : answer.status >= 502 ? 'Unreachable' : 'InternalError',
    typeof body.detail === 'string' ? body.detail : `the server answered ${answer.status}`,
    { status: answer.status, ...(retryAfter >= 0 && { retryAfter }), ...body },
  );
}

/** What was thrown, as an error of this family; a failed `fetch` is `Unreachable`. */
export function asRpcError(e: unknown): RpcError {
  return e instanceof RpcError ? e : new RpcError('Unreachable', e instanceof Error ? e.message : String(e));
}

/** Tells an application something: what it throws harms nothing else. */
export function tell(news: () => unknown): void {
  try {
    news();
  } catch (e) {
    console.error('actjs: a callback failed', e);
  }
}
