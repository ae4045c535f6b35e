import { Actor, handler } from 'actjs';

interface Money {
  balance: number;
  sent: number;
  received: number;
}

/** Money that only arrives. */
export class Payee extends Actor<Money> {
  onInit() {
    this.state = { balance: 1000, sent: 0, received: 0 };
  }

  @handler('put')
  put({ amount }: { amount: number }): number {
    this.state.balance += amount;
    this.state.received += 1;
    return this.state.balance;
  }

  @handler('report')
  report(): Money {
    return this.state;
  }
}
