import { socketName, type News, type Said, type ToHub, type ToSocket } from './messages.ts';

/** Requests that are on the wire at a time; the server stops reading at 1024. */
const MOST_SENT = 960;
/** What a tab may leave untaken: one that is frozen is cut off, and comes back with what it missed. */
const MOST_UNTAKEN_CHARS = 16 << 20;
/** What may come before it is known whose it is. */
const MOST_HELD_CHARS = 32 << 20;
const GOING_AWAY = 1001;
const TRY_AGAIN = 1013;

interface Frame {
  id?: unknown;
  method?: string;
  params?: Record<string, unknown>;
  result?: { subscriptionId?: string };
}

/** A socket of a tab, as the hub sees it. */
interface Tab {
  readonly name: string;
  readonly channel: BroadcastChannel;
  /** Aborted when the tab is gone. */
  readonly gone: AbortController;
  /** The ids of its requests on the wire, by its own. */
  readonly sent: Map<unknown, number>;
  untaken: number;
}

interface Sent {
  readonly tab: Tab;
  /** As the tab has it. */
  readonly id: unknown;
  /** Of a subscription. */
  readonly actor: string | undefined;
  readonly isStream: boolean;
}

/**
 * Has the one connection and shares it: requests go out under ids of the hub's own, and each answer, value and notification to the tab that it is for.
 * What a tab leaves behind when it goes is ended at the server.
 */
export class Hub {
  readonly #id = crypto.randomUUID();
  readonly #name: string;
  readonly #news: BroadcastChannel;
  readonly #tabs = new Map<string, Tab>();
  readonly #sent = new Map<number, Sent>();
  #waiting: [Tab, Frame][] = [];
  /** Who has a subscription, by its id. */
  readonly #owners = new Map<string, Tab>();
  /** Notifications that came ahead of the answer which says whose they are, by the ids of the subscriptions. */
  readonly #held = new Map<string, string[]>();
  #heldChars = 0;
  #nextId = 1;
  #socket: WebSocket | undefined;

  constructor(name: string) {
    this.#name = name;
    this.#news = new BroadcastChannel(name);
    this.#news.onmessage = ({ data }: MessageEvent<News>) => data.kind === 'open' && this.#add(data.socket, data.url);
    this.#news.postMessage({ kind: 'leads', hub: this.#id } satisfies News);
  }

  close(): void {
    this.#news.close();
    this.#socket?.close(1000);
    this.#lost(GOING_AWAY, 'another tab has the connection from now on');
  }

  #add(name: string, url: string): void {
    // One that asked before it heard of this hub asks again.
    if (this.#tabs.has(name)) {
      return;
    }
    const lock = socketName(this.#name, name);
    const tab: Tab = { name, channel: new BroadcastChannel(lock), gone: new AbortController(), sent: new Map(), untaken: 0 };
    this.#tabs.set(name, tab);
    tab.channel.onmessage = ({ data }: MessageEvent<ToHub>) => {
      if (data.hub !== this.#id) {
        return;
      }
      if (data.kind === 'taken') {
        tab.untaken -= data.chars;
      } else {
        this.#waiting.push([tab, JSON.parse(data.text) as Frame]);
        this.#pump();
      }
    };
    // The tab has the lock as long as it lives and uses the socket.
    navigator.locks.request(lock, { signal: tab.gone.signal }, () => this.#drop(tab)).catch(() => {});
    this.#post(tab, { kind: 'heard' });
    if (!this.#socket) {
      this.#connect(url);
    } else if (this.#socket.readyState === WebSocket.OPEN) {
      this.#post(tab, { kind: 'opened' });
    }
  }

  #connect(url: string): void {
    const socket = new WebSocket(url);
    const ifCurrent =
      <T extends unknown[]>(then: (...args: T) => void) =>
      (...args: T) =>
        socket === this.#socket && then(...args);
    this.#socket = socket;
    socket.onopen = ifCurrent(() => this.#tabs.forEach((tab) => this.#post(tab, { kind: 'opened' })));
    socket.onmessage = ifCurrent(({ data }: MessageEvent) => this.#received(String(data)));
    socket.onclose = ifCurrent(({ code, reason }: CloseEvent) => this.#lost(code, reason));
  }

  /** The connection is gone, for everybody. */
  #lost(code: number, reason: string): void {
    this.#socket = undefined;
    const tabs = [...this.#tabs.values()];
    this.#tabs.clear();
    this.#sent.clear();
    this.#waiting = [];
    this.#owners.clear();
    this.#held.clear();
    this.#heldChars = 0;
    tabs.forEach((tab) => this.#end(tab, code, reason));
  }

  /** The tab is gone. */
  #drop(tab: Tab, reason = ''): void {
    if (!this.#has(tab)) {
      return;
    }
    this.#tabs.delete(tab.name);
    this.#end(tab, TRY_AGAIN, reason);
    this.#waiting = this.#waiting.filter(([from]) => from !== tab);
    for (const [id, { tab: from, isStream }] of this.#sent) {
      if (from === tab && isStream) {
        this.#notify('actor.cancel', { callId: id });
      }
    }
    for (const [subscriptionId, owner] of this.#owners) {
      if (owner === tab) {
        this.#unsubscribe(subscriptionId);
      }
    }
    if (this.#tabs.size === 0) {
      this.#socket?.close(1000);
      this.#lost(1000, '');
    }
  }

  #pump(): void {
    while (this.#sent.size < MOST_SENT) {
      const next = this.#waiting.shift();
      if (!next) {
        return;
      }
      this.#send(...next);
    }
  }

  #send(tab: Tab, { id, ...frame }: Frame): void {
    const { method, params = {} } = frame;
    const { callId, subscriptionId } = params;
    if (id !== undefined) {
      const own = this.#nextId++;
      const actor = method === 'actor.subscribe' ? `${params.class}:${params.id}` : undefined;
      this.#sent.set(own, { tab, id, actor, isStream: params.credit !== undefined });
      tab.sent.set(id, own);
      this.#socket?.send(JSON.stringify({ id: own, ...frame }));
    } else if (callId !== undefined) {
      const own = tab.sent.get(callId);
      if (own !== undefined) {
        this.#notify(method as string, { ...params, callId: own });
      }
    } else if (method === 'actor.unsubscribe') {
      this.#unsubscribe(String(subscriptionId));
    } else {
      this.#socket?.send(JSON.stringify(frame));
    }
  }

  #notify(method: string, params: object): void {
    this.#socket?.send(JSON.stringify({ jsonrpc: '2.0', method, params }));
  }

  /** Its id is free again, and may be that of another tab's next one. */
  #unsubscribe(subscriptionId: string): void {
    this.#owners.delete(subscriptionId);
    this.#notify('actor.unsubscribe', { subscriptionId });
  }

  #received(text: string): void {
    const frame = JSON.parse(text) as Frame;
    const { id, method, params = {} } = frame;
    const { callId, subscriptionId, kind } = params;
    if (typeof id === 'number') {
      this.#answered(id, frame);
    } else if (method === 'actor.value') {
      const sent = this.#sent.get(callId as number);
      if (sent) {
        this.#forward(sent.tab, JSON.stringify({ ...frame, params: { ...params, callId: sent.id } }));
      }
    } else if (typeof subscriptionId === 'string') {
      this.#notified(subscriptionId, text);
      if (kind === 'tombstone' || kind === 'ended') {
        this.#owners.delete(subscriptionId);
      }
    }
  }

  #notified(subscriptionId: string, text: string): void {
    const owner = this.#owners.get(subscriptionId);
    if (owner) {
      this.#forward(owner, text);
    } else if (this.#isAwaited(actorOf(subscriptionId))) {
      const held = this.#held.get(subscriptionId) ?? [];
      held.push(text);
      this.#held.set(subscriptionId, held);
      this.#heldChars += text.length;
      if (this.#heldChars > MOST_HELD_CHARS) {
        this.#socket?.close(1000);
        this.#lost(TRY_AGAIN, 'too much came ahead of the answers');
      }
    }
  }

  #isAwaited(actor: string): boolean {
    return [...this.#sent.values()].some((each) => each.actor === actor);
  }

  #answered(id: number, frame: Frame): void {
    const sent = this.#sent.get(id);
    if (!sent) {
      return;
    }
    this.#sent.delete(id);
    if (sent.tab.sent.get(sent.id) === id) {
      sent.tab.sent.delete(sent.id);
    }
    if (sent.actor !== undefined) {
      this.#subscribed(sent.tab, sent.actor, frame.result?.subscriptionId);
    }
    this.#forward(sent.tab, JSON.stringify({ ...frame, id: sent.id }));
    this.#pump();
  }

  #subscribed(tab: Tab, actor: string, subscriptionId: string | undefined): void {
    if (subscriptionId !== undefined && !this.#has(tab)) {
      this.#unsubscribe(subscriptionId);
    } else if (subscriptionId !== undefined) {
      this.#owners.set(subscriptionId, tab);
      this.#take(subscriptionId).forEach((text) => this.#forward(tab, text));
    }
    if (!this.#isAwaited(actor)) {
      [...this.#held.keys()].filter((each) => actorOf(each) === actor).forEach((each) => this.#take(each));
    }
  }

  #take(subscriptionId: string): string[] {
    const held = this.#held.get(subscriptionId) ?? [];
    this.#held.delete(subscriptionId);
    this.#heldChars -= held.reduce((sum, { length }) => sum + length, 0);
    return held;
  }

  #forward(tab: Tab, text: string): void {
    if (!this.#has(tab)) {
      return;
    }
    tab.untaken += text.length;
    if (tab.untaken > MOST_UNTAKEN_CHARS) {
      this.#drop(tab, 'too slow');
    } else {
      this.#post(tab, { kind: 'frame', text });
    }
  }

  #has(tab: Tab): boolean {
    return this.#tabs.get(tab.name) === tab;
  }

  #end(tab: Tab, code: number, reason: string): void {
    this.#post(tab, { kind: 'closed', code, reason });
    tab.channel.close();
    tab.gone.abort();
  }

  #post(tab: Tab, message: Said): void {
    tab.channel.postMessage({ ...message, hub: this.#id } satisfies ToSocket);
  }
}

/** The class, a colon and the id. */
function actorOf(subscriptionId: string): string {
  return subscriptionId.slice(0, subscriptionId.lastIndexOf('#'));
}
