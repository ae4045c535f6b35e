import { expect, test, TestRuntime } from 'actjs/test';
import { Room } from './Room';

function lobby() {
  const t = TestRuntime.create({ classes: { Room } });
  return { t, room: t.actor(Room, { id: 'lobby' }) };
}

test('who watches sees each message as it comes', async () => {
  const { t, room } = lobby();
  const seen = await t.subscribe(room, { who: 'bob' });
  await room.tell.say({ from: 'alice', text: 'hello' });
  expect(seen.state.messages).toEqual([{ from: 'alice', text: 'hello', at: t.now }]);
  expect(seen.patches).toHaveLength(1);
});

test('who types is told and not stored', async () => {
  const { t, room } = lobby();
  const seen = await t.subscribe(room, { who: 'bob' });
  await room.call.typing({ from: 'alice' });
  expect(seen.emits.at(-1)).toEqual({ type: 'typing', data: { from: 'alice' } });
  expect(seen.patches).toEqual([]);
});

test('comings and goings are told', async () => {
  const { t, room } = lobby();
  const ann = await t.subscribe(room, { who: 'ann' });
  const bob = await t.subscribe(room, { who: 'bob' });
  expect(await room.call.here()).toEqual(['ann', 'bob']);
  await bob.close();
  await t.drain();
  expect(ann.emits.filter(it => it.data.who === 'bob').map(it => it.type)).toEqual(['came', 'left']);
  expect(await room.call.here()).toEqual(['ann']);
});

test('only the last 50 messages are kept', async () => {
  const { room } = lobby();
  for (let i = 0; i < 52; i++) {
    await room.tell.say({ from: 'alice', text: String(i) });
  }
  const { messages } = (await room.state())!;
  expect(messages).toHaveLength(50);
  expect(messages[0].text).toBe('2');
});
