import { EventSourced, handler } from 'actjs';

/** What happened. Events are stored as they are written here, and never change. */
type Entry =
  | { type: 'deposited'; amount: number; at: number }
  | { type: 'withdrawn'; amount: number; at: number; purpose: string };

/** What the events add up to. */
interface Books {
  balance: number;
  entries: number;
  lastAt: number | null;
}

/**
 * An account, in whole cents; the id is its owner. The journal of events is the truth, and the state
 * is derived from it.
 *
 * @example actctl call Ledger alice deposit '{"amount": 100}'
 * @example actctl call Ledger alice withdraw '{"amount": 30, "purpose": "rent"}'
 * @example actctl call Ledger alice balance
 */
export class Ledger extends EventSourced<Books, Entry> {
  initialState(): Books {
    return { balance: 0, entries: 0, lastAt: null };
  }

  /** Handlers decide and return events; they do not change the state. The caller gets the result. */
  @handler('deposit')
  deposit({ amount }: { amount: number }) {
    const deposited: Entry = { type: 'deposited', amount: this.cents(amount), at: this.actjs.now() };
    return { events: [deposited], result: this.state.balance + amount };
  }

  @handler('withdraw')
  withdraw({ amount, purpose }: { amount: number; purpose: string }) {
    const { balance } = this.state;
    if (this.cents(amount) > balance) {
      const reason = `the balance is ${balance}, too little to withdraw ${amount}`;
      this.actjs.abort(reason, { code: 'Overdrawn', data: { balance } });
    }
    const withdrawn: Entry = { type: 'withdrawn', amount, at: this.actjs.now(), purpose };
    return { events: [withdrawn], result: balance - amount };
  }

  /** A handler that only looks something up returns no events. */
  @handler('balance')
  balance() {
    return { events: [], result: this.state.balance };
  }

  /**
   * The state after an event. It runs again whenever the account is restored, so it depends on its
   * arguments only: the time is that in the event.
   */
  reduce(state: Books, event: Entry): void {
    state.entries += 1;
    state.lastAt = event.at;
    switch (event.type) {
      case 'deposited':
        state.balance += event.amount;
        break;
      case 'withdrawn':
        state.balance -= event.amount;
        break;
    }
  }

  private cents(amount: number): number {
    if (!Number.isInteger(amount) || amount < 1) {
      this.actjs.abort(`an amount is a whole number from 1, not ${amount}`, { code: 'BadAmount' });
    }
    return amount;
  }
}
