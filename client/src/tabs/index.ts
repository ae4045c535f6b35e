import { RpcError, type WebSocketCtor, type WebSocketLike } from '../client/index.ts';
import { Hub } from './hub.ts';
import { socketName, type News, type ToHub, type ToSocket } from './messages.ts';

/** A tab that has the connection and does not answer for so long is frozen: another takes its place. */
const HEARD_MS = 3_000;
/** Chars that are taken before the hub is told. */
const TOLD_CHARS = 256 << 10;

/** Of this page, by what they share. */
const groups = new Map<string, Group>();

/** What a client of this page does, for itself, with a connection that it shares. */
interface Member {
  /** A hub has the connection from now on. */
  leads(hub: string): void;
}

/** The sockets of this page that share one connection, and its part in who has it. */
class Group {
  readonly #name: string;
  readonly #news: BroadcastChannel;
  readonly #members = new Set<Member>();
  #hub: Hub | undefined;
  #attempt = new AbortController();

  static join(name: string, member: Member): Group {
    const group = groups.get(name) ?? new Group(name);
    group.#members.add(member);
    return group;
  }

  private constructor(name: string) {
    this.#name = name;
    this.#news = new BroadcastChannel(name);
    this.#news.onmessage = ({ data }: MessageEvent<News>) => {
      if (data.kind === 'leads') {
        [...this.#members].forEach((each) => each.leads(data.hub));
      }
    };
    groups.set(name, this);
    void this.#compete();
  }

  ask(socket: string, url: string): void {
    this.#news.postMessage({ kind: 'open', socket, url } satisfies News);
  }

  /** Takes the connection's place from a tab that does not answer. */
  takeOver(): void {
    if (!this.#hub) {
      this.#attempt.abort();
      void this.#compete(true);
    }
  }

  leave(member: Member): void {
    if (this.#members.delete(member) && this.#members.size === 0) {
      groups.delete(this.#name);
      this.#attempt.abort();
      this.#news.close();
    }
  }

  /** Whoever has the lock has the connection; it goes to the tab that asked next, or to one that takes it. */
  async #compete(steal = false): Promise<void> {
    const attempt = new AbortController();
    this.#attempt = attempt;
    const { signal } = attempt;
    const lead = () => {
      this.#hub = new Hub(this.#name);
      return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    };
    await navigator.locks.request(this.#name, steal ? { steal } : { signal }, () => (signal.aborted ? undefined : lead())).catch(() => {});
    if (this.#attempt === attempt) {
      this.#hub?.close();
      this.#hub = undefined;
      if (!signal.aborted) {
        // It was taken away.
        void this.#compete();
      }
    }
  }
}

/**
 * A class of WebSockets for the option `wsCtor` of a client: all tabs of one user have one connection to the server. One of the tabs has it, and
 * when that is closed or frozen another one opens it again. Where the browser has no Web Locks, each tab has its own: they need https or localhost.
 *
 * @param user who signs in with the client, or a function that says so for each connection: users never share one. Not needed without tokens
 */
export function sharedWebSocket(user?: string | (() => string | undefined)): WebSocketCtor {
  if (!globalThis.navigator?.locks || !globalThis.BroadcastChannel) {
    return globalThis.WebSocket;
  }
  return class SharedWebSocket implements WebSocketLike, Member {
    onopen: WebSocketLike['onopen'] = null;
    onmessage: WebSocketLike['onmessage'] = null;
    onclose: WebSocketLike['onclose'] = null;
    onerror: WebSocketLike['onerror'] = null;
    readonly #id = crypto.randomUUID();
    readonly #url: string;
    readonly #group: Group;
    readonly #channel: BroadcastChannel;
    readonly #left = new AbortController();
    /** The one that was heard. */
    #hub: string | undefined;
    /** Whether the lock is held: without it the hub takes the tab for gone. */
    #isUsed = false;
    #timer: ReturnType<typeof setTimeout> | undefined;
    #untold = 0;

    constructor(url: string) {
      const name = nameOf(url, typeof user === 'function' ? user() : user);
      const own = socketName(name, this.#id);
      this.#url = url;
      this.#channel = new BroadcastChannel(own);
      this.#channel.onmessage = ({ data }: MessageEvent<ToSocket>) => this.#heard(data);
      this.#group = Group.join(name, this);
      const { signal } = this.#left;
      const use = () => {
        this.#isUsed = true;
        this.#ask();
        return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      };
      // When it is free, the hub knows that this socket is not used any more, whatever became of the tab.
      navigator.locks.request(own, { signal }, use).catch(() => {});
    }

    send(text: string): void {
      this.#post({ kind: 'frame', text, hub: this.#hub as string });
    }

    close(): void {
      clearTimeout(this.#timer);
      this.#left.abort();
      this.#channel.close();
      this.#group.leave(this);
    }

    leads(hub: string): void {
      if (this.#hub === undefined) {
        if (this.#isUsed) {
          this.#ask();
        }
      } else if (this.#hub !== hub) {
        this.#ended(1006, 'another tab has the connection from now on');
      }
    }

    #ask(): void {
      this.#group.ask(this.#id, this.#url);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#group.takeOver(), HEARD_MS);
    }

    #heard(message: ToSocket): void {
      this.#hub ??= message.hub;
      if (message.hub !== this.#hub) {
        return;
      }
      switch (message.kind) {
        case 'heard':
          clearTimeout(this.#timer);
          return;
        case 'opened':
          this.onopen?.({});
          return;
        case 'frame':
          this.onmessage?.({ data: message.text });
          this.#untold += message.text.length;
          if (this.#untold >= TOLD_CHARS) {
            this.#post({ kind: 'taken', chars: this.#untold, hub: message.hub });
            this.#untold = 0;
          }
          return;
        case 'closed':
          this.#ended(message.code, message.reason);
      }
    }

    #ended(code: number, reason: string): void {
      if (!this.#left.signal.aborted) {
        this.close();
        this.onclose?.({ code, reason });
      }
    }

    #post(message: ToHub): void {
      if (!this.#left.signal.aborted) {
        this.#channel.postMessage(message);
      }
    }
  };
}

/** What is shared: the same server, manifest and user. */
function nameOf(url: string, user: string | undefined): string {
  const shared = new URL(url);
  const { searchParams } = shared;
  if (searchParams.has('token') && user === undefined) {
    throw new RpcError('Unauthorized', 'sharedWebSocket() needs the name of the user, since the client has a token', { status: 401 });
  }
  searchParams.delete('token');
  return `actjs:tabs:${encodeURIComponent(user ?? '')}@${shared}`;
}
