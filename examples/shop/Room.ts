import { Actor, handler, type Subscriber } from 'actjs';

interface Message {
  from: string;
  text: string;
  at: number;
}

const KEPT = 50;

/**
 * A chat room: whoever watches it sees each message as it comes, who types, and who comes and
 * leaves. Where somebody's cursor is, the others learn without a turn: a client says it with
 * `actor.presence`. Of all that only messages are stored.
 *
 * @example actctl tell Room lobby say '{"from": "alice", "text": "hello"}'
 * @example actctl call Room lobby here
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

  @handler('typing')
  typing({ from }: { from: string }): void {
    this.actjs.emit('typing', { from });
  }

  @handler('here')
  async here(): Promise<string[]> {
    return (await this.actjs.present()).map(each => each.who);
  }

  onSubscribe({ who }: Subscriber): void {
    this.actjs.emit('came', { who });
  }

  onUnsubscribe({ who }: Subscriber): void {
    this.actjs.emit('left', { who });
  }
}
