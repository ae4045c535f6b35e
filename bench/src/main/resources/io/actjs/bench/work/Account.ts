import { Actor, handler } from 'actjs';

interface Money {
  balance: number;
  sent: number;
  received: number;
}

/** Money that leaves by calls that the handler awaits. */
export class Account extends Actor<Money> {
  onInit() {
    this.state = { balance: 1000, sent: 0, received: 0 };
  }

  /** Is over when the other account has the amount. */
  @handler('pay')
  async pay({ to, amount }: { to: { class: string; id: string }; amount: number }): Promise<number> {
    this.state.balance -= amount;
    this.state.sent += 1;
    await this.actjs.call(to, 'put', { amount });
    return this.state.balance;
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
