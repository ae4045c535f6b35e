import { assertEmitted, assertScheduled, expect, test, TestRuntime } from 'actjs/test';
import { Room } from './Room';

const HOUR_MS = 60 * 60 * 1000;

test('subscribers see each message as it comes', async () => {
  const t = TestRuntime.create({ classes: { Room } });
  const room = t.actor(Room);
  const alice = await t.subscribe(room, { who: 'alice' });

  await room.call.say({ from: 'bob', text: 'hello' });

  expect(alice.state.messages).toEqual([{ from: 'bob', text: 'hello', at: t.now }]);
});

test('those who are there learn who comes and who types', async () => {
  const t = TestRuntime.create({ classes: { Room } });
  const room = t.actor(Room);
  const alice = await t.subscribe(room, { who: 'alice' });
  await t.subscribe(room, { who: 'bob' });

  await room.call.typing({ from: 'bob' });

  expect(await room.call.here()).toEqual(['alice', 'bob']);
  expect(alice.emits).toEqual([
    { type: 'came', data: { who: 'bob' } },
    { type: 'typing', data: { from: 'bob' } },
  ]);
});

test('those who leave are missed', async () => {
  const t = TestRuntime.create({ classes: { Room } });
  const room = t.actor(Room);
  await room.call.say({ from: 'alice', text: 'hello' });
  const bob = await t.subscribe(room, { who: 'bob' });

  await bob.close();

  await assertEmitted(room, { type: 'left', payload: { who: 'bob' } });
});

test('the last fifty messages are kept', async () => {
  const t = TestRuntime.create({ classes: { Room } });
  const room = t.actor(Room);
  for (let n = 1; n <= 60; n++) {
    await room.call.say({ from: 'alice', text: `message ${n}` });
  }

  const { messages } = (await room.state())!;
  expect(messages).toHaveLength(50);
  expect(messages[0]?.text).toBe('message 11');
});

test('an hour after the last message the room is empty', async () => {
  const t = TestRuntime.create({ classes: { Room } });
  const room = t.actor(Room);
  await room.call.say({ from: 'alice', text: 'hello' });
  await t.advanceTime(HOUR_MS / 2);
  await room.call.say({ from: 'alice', text: 'anybody there?' });
  await assertScheduled(t, { type: 'close', at: t.now + HOUR_MS });

  await t.advanceTime(HOUR_MS - 1);
  expect((await room.state())?.messages).toHaveLength(2);
  await t.advanceTime(1);
  expect((await room.state())?.messages).toEqual([]);
});
