import { RpcError, asRpcError, problemOf } from './errors.ts';
import type { ClientOptions, ConnectionInfo, ConnectionState, WebSocketCtor, WebSocketLike } from './types.ts';

const BACKOFF_BASE_MS = 250;
const BACKOFF_CAP_MS = 30_000;
const CONNECT_MS = 10_000;
/** The server closes with it when the credential of the connection has ended. */
const CREDENTIAL_ENDED = 4001;
/** Statuses of a ticket's request that no repetition changes. */
const FINAL = new Set([400, 401, 403, 410]);
/** WebSockets that fail in a row, although HTTP reaches the server, before HTTP is used. */
const BLOCKED = 2;
/** A method that the server does not know: any answer is a sign of life. */
const PING = '{"id":"ping","jsonrpc":"2.0","method":"ping"}';

/** Told what happens to the connection. */
export interface ConnectionEvents {
  opened(): void;
  frame(text: string): void;
  lost(code: number): void;
  refused(error: RpcError): void;
  changed(): void;
  reconnecting(delayMs: number, attempt: number): void;
  fellBack(): void;
}

/** Keeps one connection to the server: one socket at a time, replaced with backoff and full jitter whatever it was closed with. */
export class Connection {
  #state: ConnectionState = 'idle';
  #error: RpcError | undefined;
  #attempt = 0;
  #socket: WebSocketLike | undefined;
  /** Raised whenever a socket, or an attempt to open one, is given up: what still comes of it is ignored. */
  #generation = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;
  #heardAt = 0;
  #refusedToken = false;
  #opensFailed = 0;
  /** Of the socket that is there, or was last. */
  #isHttp = false;
  readonly #base: string;
  readonly #options: ClientOptions;
  readonly #events: ConnectionEvents;
  readonly #online = () => {
    // An attempt under way may have begun without a network: the next one comes soon.
    this.#attempt = 0;
    if (this.#state === 'waiting') {
      this.connect();
    }
  };

  constructor(base: string, options: ClientOptions, events: ConnectionEvents) {
    this.#base = base;
    this.#options = options;
    this.#events = events;
    globalThis.addEventListener?.('online', this.#online);
  }

  get info(): ConnectionInfo {
    return {
      state: this.#state,
      transport: this.#usesHttp() ? 'http' : 'websocket',
      attempt: this.#attempt,
      error: this.#error,
    };
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get error(): RpcError | undefined {
    return this.#error;
  }

  /** Begins an attempt now, unless there is a connection or an attempt is under way. */
  connect(): void {
    if (this.#state === 'idle' || this.#state === 'waiting' || this.#state === 'refused') {
      void this.#open();
    }
  }

  /** Replaces the connection by a new one, with the token and the pin of now. */
  reconnect(): void {
    if (this.#state !== 'idle' && this.#state !== 'closed') {
      this.#drop(1000);
      this.#attempt = 0;
      void this.#open();
    }
  }

  /** Whether it was sent: not without a connection. */
  send(frame: string): boolean {
    if (this.#state !== 'open') {
      return false;
    }
    this.#socket?.send(frame);
    return true;
  }

  close(): void {
    globalThis.removeEventListener?.('online', this.#online);
    this.#drop(1000);
    this.#become('closed');
  }

  /** The headers that say who asks and what is pinned. */
  async headers(): Promise<Record<string, string>> {
    const { token, pin } = this.#options;
    const given = typeof token === 'function' ? await token({ refused: this.#refusedToken }) : token;
    return {
      ...(given && { authorization: given.includes(' ') ? given : `Bearer ${given}` }),
      ...(pin && pin !== 'latest' && { 'x-actjs-manifest': pin }),
    };
  }

  async #open(): Promise<void> {
    clearTimeout(this.#timer);
    const generation = ++this.#generation;
    const isCurrent = () => generation === this.#generation;
    this.#become('connecting');
    let socket: WebSocketLike;
    try {
      socket = await this.#socketOf();
    } catch (e) {
      if (isCurrent()) {
        this.#failed(asRpcError(e));
      }
      return;
    }
    if (!isCurrent()) {
      socket.close(1000);
      return;
    }
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#ended(1006, 'no answer'), CONNECT_MS);
    socket.onopen = () => isCurrent() && this.#opened();
    socket.onmessage = ({ data }: { data: unknown }) => {
      if (isCurrent()) {
        this.#heardAt = Date.now();
        this.#attempt = 0;
        this.#events.frame(String(data));
      }
    };
    socket.onclose = ({ code, reason }: { code?: number; reason?: string }) => isCurrent() && this.#ended(code ?? 1006, reason);
    // It is followed by the close.
    socket.onerror = () => {};
  }

  async #socketOf(): Promise<WebSocketLike> {
    if (this.#usesHttp()) {
      await this.#ticket();
      // Few networks need it, so it is loaded when one does.
      const { HttpSocket } = await import('./http-socket.js');
      this.#isHttp = true;
      return new HttpSocket(this.#base, () => this.headers());
    }
    this.#isHttp = false;
    const url = new URL(`${this.#base}/v1/ws`.replace(/^http/, 'ws'));
    const { pin } = this.#options;
    if (pin && pin !== 'latest') {
      url.searchParams.set('manifest', pin);
    }
    const ticket = await this.#ticket();
    if (ticket) {
      url.searchParams.set('token', ticket);
    }
    return new (this.#webSocket() as WebSocketCtor)(String(url));
  }

  /**
   * What opens the WebSocket, or undefined when there is no token. Without one, after an attempt that failed, and for
   * HTTP, something else is asked for: a page does not learn why a WebSocket is refused, but does learn why that is.
   */
  async #ticket(): Promise<string | undefined> {
    const headers = await this.headers();
    const { authorization } = headers;
    const capability = /^capability +(.*)/i.exec(authorization ?? '');
    if (capability) {
      return capability[1];
    }
    if (!authorization && this.#opensFailed === 0) {
      return undefined;
    }
    const [method, path] = authorization && !this.#usesHttp() ? ['POST', 'tickets'] : ['GET', 'classes'];
    const answer = await fetch(`${this.#base}/v1/${path}`, { method, headers, signal: AbortSignal.timeout(CONNECT_MS) });
    if (answer.ok) {
      this.#refusedToken = false;
      return ((await answer.json()) as { ticket: string }).ticket;
    }
    if (answer.status === 401 && typeof this.#options.token === 'function' && !this.#refusedToken) {
      this.#refusedToken = true;
      return this.#ticket();
    }
    throw await problemOf(answer);
  }

  #webSocket(): WebSocketCtor | undefined {
    return this.#options.wsCtor ?? (globalThis as { WebSocket?: WebSocketCtor }).WebSocket;
  }

  #usesHttp(): boolean {
    const { transport = 'auto' } = this.#options;
    return transport === 'http' || (transport === 'auto' && (!this.#webSocket() || this.#opensFailed >= BLOCKED));
  }

  #opened(): void {
    clearTimeout(this.#timer);
    this.#error = undefined;
    this.#heardAt = Date.now();
    const every = this.#options.heartbeatMs ?? 15_000;
    this.#pulse = setInterval(() => this.#beat(every), every / 2);
    this.#become('open');
    this.#events.opened();
  }

  #beat(every: number): void {
    const silent = Date.now() - this.#heardAt;
    if (silent >= 2 * every) {
      this.#ended(1006, 'silent');
    } else if (silent >= every) {
      this.send(PING);
    }
  }

  #ended(code: number, reason = ''): void {
    const wasOpen = this.#state === 'open';
    this.#drop(code);
    if (wasOpen) {
      // After one over HTTP, a WebSocket gets its chance again.
      this.#opensFailed = 0;
    } else if (!this.#isHttp && ++this.#opensFailed === BLOCKED && this.#usesHttp()) {
      this.#events.fellBack();
    }
    this.#refusedToken = code === CREDENTIAL_ENDED;
    this.#failed(new RpcError('ConnectionLost', `the connection was closed with ${code}${reason && `: ${reason}`}`, { closeCode: code }));
  }

  /** Gives up the socket. */
  #drop(code: number): void {
    this.#generation++;
    clearTimeout(this.#timer);
    clearInterval(this.#pulse);
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket) {
      try {
        socket.close(1000);
      } catch {
        // It has not begun to open.
      }
    }
    if (this.#state === 'open') {
      this.#state = 'waiting';
      this.#events.lost(code);
    }
  }

  #failed(error: RpcError): void {
    this.#error = error;
    if (FINAL.has(error.status ?? 0)) {
      this.#become('refused');
      this.#events.refused(error);
      return;
    }
    const most = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** this.#attempt);
    const delayMs = Math.max(Math.floor((this.#options.random ?? Math.random)() * most), 1000 * (error.retryAfter ?? 0));
    const attempt = this.#attempt++;
    this.#timer = setTimeout(() => void this.#open(), delayMs);
    this.#become('waiting');
    this.#events.reconnecting(delayMs, attempt);
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    this.#events.changed();
  }
}
