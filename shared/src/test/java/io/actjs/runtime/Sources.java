package io.actjs.runtime;

/** Actor classes that the runtime's tests publish. */
final class Sources {
  /** Adds names to a list, so that a lost or doubled call shows. */
  static final String BAG =
      """
      import { Actor, handler } from 'actjs';

      type State = { items: string[]; inits: number };

      export class Bag extends Actor<State> {
        state: State = { items: [], inits: 0 };

        onInit(args: { first?: string }) {
          this.state.inits++;
          if (args?.first) this.state.items.push(args.first);
        }

        @handler('add')
        add(args: { item: string }) {
          this.state.items.push(args.item);
          return this.state.items.length;
        }

        @handler('items')
        items() {
          return this.state.items;
        }

        @handler('fail')
        fail(args: { item: string }) {
          this.state.items.push(args.item);
          throw new Error('no');
        }

        @handler('abort')
        abort() {
          this.state.items.push('x');
          this.actjs.abort('closed');
        }

        @handler('sleep')
        async sleep() {
          await new Promise(() => {});
        }

        @handler('send')
        send(args: { to: string; item: string; type?: string }) {
          this.state.items.push(args.item);
          this.actjs.tell({ class: 'Bag', id: args.to }, args.type ?? 'add', { item: args.item });
        }

        @handler('ask')
        async ask(args: { to: string; method: string; args: object }) {
          return await this.actjs.call({ class: 'Bag', id: args.to }, args.method, args.args);
        }

        @handler('askThenAdd')
        async askThenAdd(args: { to: string; item: string }) {
          this.state.items.push('before ' + args.item);
          const size = await this.actjs.call({ class: 'Bag', id: args.to }, 'add', { item: args.item });
          this.state.items.push('after ' + args.item);
          return size;
        }
      }
      """;

  /** An account whose events are tagged unions. */
  static final String ACCOUNT =
      """
      import { EventSourced, handler } from 'actjs';

      type State = { balance: number; log: string[] };
      type Event = { type: 'Deposited'; amount: number } | { type: 'Withdrawn'; amount: number };

      export class Account extends EventSourced<State, Event> {
        initialState(): State {
          return { balance: 0, log: [] };
        }

        reduce(state: State, event: Event): State | void {
          switch (event.type) {
            case 'Deposited':
              state.balance += event.amount;
              state.log.push('+' + event.amount);
              return;
            case 'Withdrawn':
              return { balance: state.balance - event.amount, log: [...state.log, '-' + event.amount] };
          }
        }

        @handler('deposit')
        deposit(args: { amount: number }): Event[] {
          return [{ type: 'Deposited', amount: args.amount }];
        }

        @handler('withdraw')
        withdraw(args: { amount: number }) {
          if (args.amount > this.state.balance) this.actjs.abort('not enough');
          return { events: [{ type: 'Withdrawn', amount: args.amount } as Event], result: 'ok' };
        }

        @handler('balance')
        balance() {
          return { events: [], result: this.state.balance };
        }
      }
      """;

  private Sources() {}
}
