import { afterEach, beforeEach, expect, test } from 'vitest';
import { Client, type ActorHandle, type RpcError, type WebSocketLike } from '../../src/client/index.ts';

interface Request {
  id: number;
  method: string;
  params: Record<string, unknown>;
}

/** A wire whose other end is the test: what the client has sent is in `sent`, and the test says what comes, and when. */
class Wire implements WebSocketLike {
  static last: Wire;
  readonly sent: Request[] = [];
  onopen: ((event: any) => void) | null = null;
  onmessage: ((event: any) => void) | null = null;
  onclose: ((event: any) => void) | null = null;
  onerror: ((event: any) => void) | null = null;

  constructor() {
    Wire.last = this;
    setTimeout(() => this.onopen?.({}));
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Request);
  }

  close(): void {}

  /** The requests of a method, in order. */
  of(method: string): Request[] {
    return this.sent.filter((each) => each.method === method);
  }

  receive(frame: object): void {
    this.onmessage?.({ data: JSON.stringify({ jsonrpc: '2.0', ...frame }) });
  }

  answer({ id }: Request, result: object): void {
    this.receive({ id, result });
  }

  event(params: object): void {
    this.receive({ method: 'actor.event', params: { subscriptionId: 'List:a#1', ...params } });
  }

  snapshot(seq: number, texts: string[]): void {
    this.event({ kind: 'snapshot', data: texts, seq: `${seq}`, position: `${seq}.x` });
  }

  /** The turn that appends a text. */
  added(seq: number, value: string, mutationId?: unknown): void {
    this.event({ kind: 'patch', patch: [{ op: 'add', path: '/-', value }], prevSeq: `${seq - 1}`, seq: `${seq}`, position: `${seq}.x`, mutationId });
  }
}

let client: Client;
let list: ActorHandle<any, string[]>;
/** Each state that was shown, and shown last. */
let shown: string[];

const soon = () => new Promise((resolve) => setTimeout(resolve));

/** Lets the client do what it has to do at once. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await soon();
  }
}

async function subscribed(): Promise<void> {
  await settle();
  const [request] = Wire.last.of('actor.subscribe');
  Wire.last.answer(request!, { subscriptionId: 'List:a#1' });
  await settle();
}

function add(text: string): { done: Promise<unknown>; request: Request } {
  const done = list.optimistic('add', { text }, (draft) => void draft.push(text));
  done.catch(() => {});
  return { done, request: Wire.last.of('actor.call').at(-1)! };
}

async function reconnected(): Promise<void> {
  const before = Wire.last;
  before.onclose?.({ code: 1006 });
  client.connect();
  await settle();
  expect(Wire.last).not.toBe(before);
}

beforeEach(async () => {
  client = new Client({ url: 'http://localhost', wsCtor: Wire, random: () => 0.5 });
  list = client.actor('List', 'a') as typeof list;
  shown = [];
  const watching = list.subscribe((state) => shown.at(-1) !== state.join() && shown.push(state.join()));
  await settle();
  Wire.last.snapshot(1, ['x']);
  await subscribed();
  await watching;
});
afterEach(() => client.close());

test('an answer that comes before its change leaves the mutation until the change is there', async () => {
  const { done, request } = add('mine');
  Wire.last.answer(request, { result: 2, seq: '3', version: '1.0.0' });
  expect(await done).toBe(2);
  expect(list.pending).toHaveLength(1);
  Wire.last.added(2, 'other');
  expect(shown.at(-1)).toBe('x,other,mine');
  Wire.last.added(3, 'mine');
  expect(list.pending).toEqual([]);
  expect(shown).toEqual(['x', 'x,mine', 'x,other,mine']);
});

test('a change that comes before its answer, however long, is known by its name, and others are shown meanwhile', async () => {
  const { done, request } = add('mine');
  expect(request.params.mutationId).toMatch(/^\w{1,64}$/);
  expect(request.params.mutationId).not.toBe(request.params.idempotencyKey);
  Wire.last.added(2, 'other');
  Wire.last.added(3, 'mine', request.params.mutationId);
  Wire.last.added(4, 'another', 'of-somebody-else');
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect(shown).toEqual(['x', 'x,mine', 'x,other,mine', 'x,other,mine,another']);
  expect(list.pending).toEqual([]);
  Wire.last.answer(request, { seq: '3', version: '1.0.0' });
  await done;
  expect(shown).toHaveLength(4);
});

test('what was missed is held until the repeated call has said which turn it is', async () => {
  const { done, request } = add('mine');
  await reconnected();
  expect(Wire.last.of('actor.call').map(({ params }) => params.idempotencyKey)).toEqual([request.params.idempotencyKey]);
  Wire.last.event({ kind: 'patch', patch: [{ op: 'add', path: '/-', value: 'mine' }], prevSeq: '1', seq: '2', position: '2.x' });
  await subscribed();
  Wire.last.added(3, 'other');
  await settle();
  expect(shown).toEqual(['x', 'x,mine']);
  Wire.last.answer(Wire.last.of('actor.call')[0]!, { seq: '2', version: '1.0.0' });
  await done;
  expect(shown).toEqual(['x', 'x,mine', 'x,mine,other']);
  expect(list.pending).toEqual([]);
});

test('the same when the repeated call is answered before what was missed comes', async () => {
  const { done } = add('mine');
  await reconnected();
  Wire.last.answer(Wire.last.of('actor.call')[0]!, { seq: '2', version: '1.0.0' });
  await done;
  expect(list.pending).toHaveLength(1);
  Wire.last.snapshot(2, ['x', 'mine']);
  await subscribed();
  expect(shown).toEqual(['x', 'x,mine']);
  expect(list.pending).toEqual([]);
});

test('a snapshot does not show a mutation twice that it may have in it', async () => {
  const { done, request } = add('mine');
  Wire.last.snapshot(4, ['x', 'other', 'mine']);
  await settle();
  expect(shown).toEqual(['x', 'x,mine']);
  Wire.last.answer(request, { seq: '3', version: '1.0.0' });
  await done;
  expect(shown).toEqual(['x', 'x,mine', 'x,other,mine']);
});

test('a call that changes nothing takes its mutation back with its answer', async () => {
  const { done, request } = add('mine');
  Wire.last.answer(request, { seq: '1', version: '1.0.0' });
  await done;
  expect(list.pending).toEqual([]);
  expect(shown).toEqual(['x', 'x,mine', 'x']);
});

test('a call that fails takes its own mutation back alone, and what waited for it is shown', async () => {
  const first = add('first');
  const second = add('second');
  Wire.last.snapshot(2, ['x', 'other']);
  Wire.last.receive({ id: first.request.id, error: { code: -32000, message: 'no', data: { code: 'ActorAbort' } } });
  expect(await first.done.catch((e: RpcError) => e.code)).toBe('ActorAbort');
  await settle();
  // It is not known yet whether the snapshot has the second.
  expect(shown.at(-1)).toBe('x,second');
  Wire.last.answer(second.request, { seq: '3', version: '1.0.0' });
  await second.done;
  expect(shown.at(-1)).toBe('x,other,second');
  Wire.last.added(3, 'second', second.request.params.mutationId);
  expect(shown).toEqual(['x', 'x,first', 'x,first,second', 'x,second', 'x,other,second']);
});

test('a turn that was answered and then lost is not waited for after the next connection', async () => {
  const { done, request } = add('mine');
  Wire.last.answer(request, { seq: '2', version: '1.0.0' });
  await done;
  await reconnected();
  expect(list.pending).toHaveLength(1);
  await subscribed();
  expect(list.pending).toEqual([]);
  expect(shown.at(-1)).toBe('x');
});

test('a server that tells no turns answers as the last of what it shows', async () => {
  const { done, request } = add('mine');
  Wire.last.answer(request, { version: '1.0.0' });
  await done;
  expect(list.pending).toEqual([]);
});
