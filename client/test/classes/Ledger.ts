import { EventSourced, handler } from 'actjs';

type LedgerEvent = { type: 'credited'; amount: number };

export class Ledger extends EventSourced<{ balance: number; entries: number }, LedgerEvent> {
  initialState() {
    return { balance: 0, entries: 0 };
  }

  @handler('credit')
  credit(args: { amount: number }): LedgerEvent[] {
    return [{ type: 'credited', amount: args.amount }];
  }

  reduce(state: { balance: number; entries: number }, event: LedgerEvent): { balance: number; entries: number } {
    return { balance: state.balance + event.amount, entries: state.entries + 1 };
  }
}
