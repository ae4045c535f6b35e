import { EventSourced, handler } from 'actjs';

type LedgerEvent =
  | { type: 'sold'; customer: string; units: number; amount: number; at: number }
  | { type: 'refunded'; customer: string; amount: number; at: number };

interface LedgerState {
  sales: number;
  units: number;
  balance: number;
}

/**
 * The books: what happened is kept as events, and the state is what they add up to.
 *
 * @example actctl call Ledger shop report
 * @example actctl call Ledger shop refund '{"customer": "alice", "amount": 10}'
 */
export class Ledger extends EventSourced<LedgerState, LedgerEvent> {
  initialState(): LedgerState {
    return { sales: 0, units: 0, balance: 0 };
  }

  @handler('sale')
  sale(sale: { customer: string; units: number; amount: number }): LedgerEvent[] {
    return [{ type: 'sold', ...sale, at: this.actjs.now() }];
  }

  @handler('refund')
  refund({ customer, amount }: { customer: string; amount: number }) {
    if (amount > this.state.balance) {
      this.actjs.abort(`the balance is ${this.state.balance}, too little to refund ${amount}`);
    }
    const refunded: LedgerEvent = { type: 'refunded', customer, amount, at: this.actjs.now() };
    return { events: [refunded], result: { balance: this.state.balance - amount } };
  }

  @handler('report')
  report() {
    return { events: [], result: this.state };
  }

  reduce(state: LedgerState, event: LedgerEvent): void {
    switch (event.type) {
      case 'sold':
        state.sales += 1;
        state.units += event.units;
        state.balance += event.amount;
        break;
      case 'refunded':
        state.balance -= event.amount;
        break;
    }
  }
}
