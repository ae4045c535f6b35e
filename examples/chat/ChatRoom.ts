import { Actor, handler } from 'actjs';

export interface Message {
  /** Made by the sender, so that a page knows its own message again. */
  id: string;
  from: string;
  text: string;
  at: number;
}

const KEPT = 200;
const LONGEST_NAME = 40;
const LONGEST_TEXT = 2000;

/**
 * A room: its messages are stored; who is there and who types is told and not stored.
 *
 * @example actctl call ChatRoom lobby say '{"id": "1", "from": "Ann", "text": "hello"}'
 * @example actctl actor watch ChatRoom lobby
 */
export class ChatRoom extends Actor<{ messages: Message[] }> {
  state: { messages: Message[] } = { messages: [] };

  @handler('say')
  say({ id, from, text }: { id: string; from: string; text: string }): void {
    this.requireName(from);
    if (text.trim() === '' || text.length > LONGEST_TEXT) {
      this.actjs.abort(`a message has 1 to ${LONGEST_TEXT} characters`);
    }
    this.state.messages.push({ id, from, text, at: this.actjs.now() });
    if (this.state.messages.length > KEPT) {
      this.state.messages.shift();
    }
  }

  @handler('typing')
  typing({ from }: { from: string }): void {
    this.requireName(from);
    this.actjs.emit('typing', { from });
  }

  /** How many messages each has written, the most first. */
  @handler('talkers')
  talkers(): { from: string; count: number }[] {
    const counts = new Map<string, number>();
    for (const { from } of this.state.messages) {
      counts.set(from, (counts.get(from) ?? 0) + 1);
    }
    return [...counts].map(([from, count]) => ({ from, count })).sort((a, b) => b.count - a.count);
  }

  private requireName(name: string): void {
    if (name.trim() === '' || name.length > LONGEST_NAME) {
      this.actjs.abort(`a name has 1 to ${LONGEST_NAME} characters`);
    }
  }
}
