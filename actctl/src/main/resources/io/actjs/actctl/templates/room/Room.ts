import { Actor, handler, type Subscriber } from 'actjs';

interface Message {
  from: string;
  text: string;
  at: number;
}

interface RoomState {
  messages: Message[];
  /** The id of the reminder that empties the room. */
  closing: string | null;
}

const KEPT = 50;
const HOUR_MS = 60 * 60 * 1000;

/**
 * A chat room. Subscribers see each message as it comes, who types, and who comes and leaves. It
 * keeps the last messages, and is empty again after an hour of silence.
 *
 * @example actctl actor watch Room lobby
 * @example actctl call Room lobby say '{"from": "alice", "text": "hello"}'
 * @example actctl call Room lobby here
 */
export class Room extends Actor<RoomState> {
  state: RoomState = { messages: [], closing: null };

  @handler('say')
  say({ from, text }: { from: string; text: string }): void {
    if (text.trim() === '') {
      this.actjs.abort('there is nothing to say', { code: 'EmptyMessage' });
    }
    this.state.messages.push({ from, text, at: this.actjs.now() });
    if (this.state.messages.length > KEPT) {
      this.state.messages.shift();
    }
    if (this.state.closing !== null) {
      this.actjs.cancel(this.state.closing);
    }
    this.state.closing = this.actjs.scheduleAt(this.actjs.now() + HOUR_MS, 'close');
  }

  /** What is emitted reaches those who are there now, and is stored nowhere. */
  @handler('typing')
  typing({ from }: { from: string }): void {
    this.actjs.emit('typing', { from });
  }

  @handler('here')
  async here(): Promise<string[]> {
    return (await this.actjs.present()).map((it) => it.who);
  }

  /** Where the reminder arrives. Reminders survive restarts; clients cannot call this handler. */
  @handler('close', { internal: true })
  close(): void {
    this.state.messages = [];
    this.state.closing = null;
  }

  onSubscribe({ who }: Subscriber): void {
    this.actjs.emit('came', { who });
  }

  onUnsubscribe({ who }: Subscriber): void {
    this.actjs.emit('left', { who });
  }
}
