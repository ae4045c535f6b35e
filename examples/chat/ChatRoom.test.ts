import { expect, test, TestRuntime } from 'actjs/test';
import { ChatRoom } from './ChatRoom';

function lobby() {
  const t = TestRuntime.create({ classes: { ChatRoom } });
  return { t, room: t.actor(ChatRoom, { id: 'lobby' }) };
}

test('whoever is there sees each message as it comes', async () => {
  const { t, room } = lobby();
  const seen = await t.subscribe(room, { who: 'bob' });
  await room.call.say({ id: '1', from: 'Ann', text: 'hello' });
  expect(seen.state.messages).toEqual([{ id: '1', from: 'Ann', text: 'hello', at: t.now }]);
  expect(seen.patches).toHaveLength(1);
});

test('who types is told and not stored', async () => {
  const { t, room } = lobby();
  const seen = await t.subscribe(room, { who: 'bob' });
  await room.call.typing({ from: 'Ann' });
  expect(seen.emits).toEqual([{ type: 'typing', data: { from: 'Ann' } }]);
  expect(seen.patches).toEqual([]);
});

test('what nobody could read is refused', async () => {
  const { room } = lobby();
  await expect(room.call.say({ id: '1', from: 'Ann', text: ' ' })).rejects.toThrow('1 to 2000 characters');
  await expect(room.call.say({ id: '1', from: '', text: 'hello' })).rejects.toThrow('1 to 40 characters');
  await expect(room.call.say({ id: '1', from: 'Ann', text: 'x'.repeat(2001) })).rejects.toThrow('1 to 2000 characters');
});

test('only the last 200 messages are kept', async () => {
  const { room } = lobby();
  for (let i = 0; i < 202; i++) {
    await room.tell.say({ id: String(i), from: 'Ann', text: String(i) });
  }
  const { messages } = (await room.state())!;
  expect(messages).toHaveLength(200);
  expect(messages[0].text).toBe('2');
});
