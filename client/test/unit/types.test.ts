import { expect, test } from 'vitest';
import { Client } from '../../src/client/index.ts';
import type { Classes, CounterHandlers } from '../contract/classes.ts';

type Counter = Classes['Counter'];

/** Never run: what has to compile, and with `@ts-expect-error` what must not. */
async function compiled(client: Client<Classes>): Promise<void> {
  const counter = client.actor('Counter', 'a');
  const n: number = await counter.call.inc({ by: 1 });
  await counter.call.inc();
  await counter.call.inc({}, { deadlineMs: n });
  const values: number[] = await counter.call.count({ to: 3 });
  for await (const value of counter.stream('count', { to: 3 })) {
    values.push(value);
  }
  await counter.subscribe((state: Counter['state']) => state.log.length);
  await counter.optimistic('push', { text: 'a' }, (draft) => void draft.log.push('a'));
  await counter.tell('inc', { by: 1 });
  await client.actor('Ledger', 'a').subscribe((_, { events }) => events?.[0]?.amount.toFixed());
  // W9: the types that codegen makes, by hand, as the original's quick start has them.
  const same: number = await client.actor<CounterHandlers, Counter['state']>('Counter', 'a').call.inc({ by: 1 });
  const untyped = new Client({ url: 'http://127.0.0.1' });
  await untyped.actor('Whatever', 'a').call.anything?.({ n: same });

  // Scenario 11.
  // @ts-expect-error no such handler
  await counter.call.decrement({ by: 1 });
  // @ts-expect-error no such class
  client.actor('Missing', 'a');
  // @ts-expect-error the argument has another type
  await counter.call.inc({ by: 'one' });
  // @ts-expect-error the argument is not optional
  await counter.call.push();
  // @ts-expect-error no such handler
  await counter.optimistic('decrement', {}, () => {});
  // @ts-expect-error no such member of the state
  await counter.subscribe((state) => state.missing);
  // @ts-expect-error no such handler
  await counter.tell('decrement', {});
}

/** The types of messages, as `actctl codegen` writes them. */
interface Rooms {
  Room: { state: {}; handlers: {}; emits: { moved: { x: number }; typing: string; off: Record<string, never> } };
  Silent: { state: {}; handlers: {}; emits: {} };
  Open: { state: {}; handlers: {}; emits: { typing: string; [type: string]: unknown } };
  Older: { state: {}; handlers: {} };
}

/** Never run. */
async function heard(client: Client<Rooms>, untyped: Client): Promise<void> {
  const room = client.actor('Room', 'a');
  await room.subscribe(() => {}, {
    onEmit: (type, data) => {
      if (type === 'moved') {
        data.x.toFixed();
        // @ts-expect-error that is the data of another message
        data.trim();
      } else if (type === 'typing') {
        data.trim();
      }
      // @ts-expect-error no such message
      return type === 'gone';
    },
  });
  await room.subscribe(() => {}, {
    onEmit: (...message) => (message[0] === 'typing' ? message[1].trim() : undefined),
  });
  // What takes any message takes these.
  const log = (type: string, data: unknown) => void [type, data];
  await room.subscribe(() => {}, { onEmit: log });
  // @ts-expect-error there are others
  await room.subscribe(() => {}, { onEmit: (type: 'moved') => type });
  // @ts-expect-error it emits nothing
  await client.actor('Silent', 'a').subscribe(() => {}, { onEmit: (_, data) => data.x });
  await client.actor('Open', 'a').subscribe(() => {}, { onEmit: (type, data) => log(type, data) });
  // @ts-expect-error the types do not say what it is
  await client.actor('Open', 'a').subscribe(() => {}, { onEmit: (_, data) => data.x });
  await client.actor('Older', 'a').subscribe(() => {}, { onEmit: log });
  // @ts-expect-error the table does not say what it is
  await client.actor('Older', 'a').subscribe(() => {}, { onEmit: (_, data) => data.x });
  await untyped.actor('Whatever', 'a').subscribe(() => {}, { onEmit: log });
  await client.actor<{ go(): Promise<void> }>('Room', 'a').subscribe(() => {}, { onEmit: log });
}

test('messages have the types of the table (the compiler looks at this file)', () => {
  expect(heard).toBeTypeOf('function');
});

test('scenario 11: the types hold (the compiler looks at this file)', () => {
  expect(compiled).toBeTypeOf('function');
});

test('an address that is none is refused with what it should be', () => {
  expect(() => new Client({ url: '/api' })).toThrow(/such as https:\/\//);
  expect(() => new Client({ url: 'ws://127.0.0.1' })).toThrow(/such as https:\/\//);
  expect(new Client({ url: 'http://127.0.0.1:1/base/', autoConnect: false }).baseUrl()).toBe('http://127.0.0.1:1/base');
});
