import { Actor, handler } from 'actjs';

interface Message {
  from: string;
  text: string;
  at: number;
}

const KEPT = 50;

/**
 * A chat room: whoever watches it sees each message as it comes.
 *
 * @example actctl tell Room lobby say '{"from": "alice", "text": "hello"}'
 */
export class Room extends Actor<{ messages: Message[] }> {
  state: { messages: Message[] } = { messages: [] };

  @handler('say')
  say({ from, text }: { from: string; text: string }): void {
    this.state.messages.push({ from, text, at: this.actjs.now() });
    if (this.state.messages.length > KEPT) {
      this.state.messages.shift();
    }
  }
}
