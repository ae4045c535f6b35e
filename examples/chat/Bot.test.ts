import { expect, test, TestRuntime } from 'actjs/test';
import { Bot } from './Bot';
import { ChatRoom } from './ChatRoom';

function lobby() {
  const t = TestRuntime.create({ classes: { Bot, ChatRoom } });
  return { t, bot: t.actor(Bot, { id: 'lobby' }), room: t.actor(ChatRoom, { id: 'lobby' }) };
}

test('an answer comes word by word and is then said in the room', async () => {
  const { t, bot, room } = lobby();
  const words = await bot.call.answer({ id: 'a', room: 'lobby', text: '@bot I am tired.' });
  expect(words.slice(0, 7)).toEqual(['How', 'long', 'have', 'you', 'been', 'tired?', 'Tell']);
  await t.drain();
  const { messages } = (await room.state())!;
  expect(messages).toEqual([{ id: 'a', from: 'Bot', text: words.join(' '), at: t.now }]);
});

test('it knows who has said how much', async () => {
  const { bot, room } = lobby();
  await room.call.say({ id: '1', from: 'Ann', text: 'hello' });
  await room.call.say({ id: '2', from: 'Bob', text: 'hello' });
  await room.call.say({ id: '3', from: 'Bob', text: 'anybody?' });
  const words = await bot.call.answer({ id: 'a', room: 'lobby', text: '@bot who talks most?' });
  expect(words.join(' ')).toBe('The messages in this room are by Bob (2), Ann (1).');
});
