import { Actor, handler } from 'actjs';
import type { ChatRoom } from './ChatRoom';

/** What comes before a question to the bot. */
const CALL = /^@bot\b[,:]?\s*/i;

/** The first pattern that fits answers; $1 is what it caught. */
const ANSWERS: [RegExp, string][] = [
  [/^$/, 'Yes? Ask me who talks most, or tell me how you are.'],
  [/\b(hello|hi|hey|good (?:morning|evening))\b/i, 'Hello! I am a small bot: I answer word by word, and I only know what is in this room.'],
  [/\bi(?: am|'m) (.+?)[.!?]*$/i, 'How long have you been $1? Tell the others, they may know what helps.'],
  [/\bthank/i, 'You are welcome. Each of my words left the server only when your page was ready for it.'],
  [/\?$/, 'That is a good question, and I am too small a bot to know. Perhaps somebody here does?'],
  [/./, 'I see. Go on, I am listening as fast as you can read.'],
];

/**
 * A bot that answers word by word; the id is the room. When its last word is taken, the answer is said in the room, in the same turn: a page that
 * leaves in between leaves nothing behind.
 */
export class Bot extends Actor<Record<string, never>> {
  state = {};

  @handler('answer')
  async *answer({ id, room, text }: { id: string; room: string; text: string }) {
    const question = text.replace(CALL, '').trim();
    const words = (await this.think(room, question)).split(' ');
    for (const word of words) {
      yield word;
    }
    this.actjs.actor<ChatRoom>('ChatRoom', room).say.tell({ id, from: 'Bot', text: words.join(' ') });
    return words.length;
  }

  private async think(room: string, question: string): Promise<string> {
    if (/\b(who|most|talk)/i.test(question)) {
      const talkers = await this.actjs.actor<ChatRoom>('ChatRoom', room).talkers();
      const told = talkers.map(({ from, count }) => `${from} (${count})`).join(', ');
      return told === '' ? 'Nobody has said anything yet.' : `The messages in this room are by ${told}.`;
    }
    for (const [pattern, answer] of ANSWERS) {
      const found = pattern.exec(question);
      if (found) {
        return answer.replace('$1', () => found[1] ?? '');
      }
    }
    return '';
  }
}
