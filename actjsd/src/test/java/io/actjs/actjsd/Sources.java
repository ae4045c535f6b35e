package io.actjs.actjsd;

/** Actor classes that the tests publish. */
public final class Sources {
  private Sources() {}

  public static final String COUNTER =
      """
      import { Actor, handler } from 'actjs';

      export class Counter extends Actor<{ value: number }> {
        onInit(args: { start?: number }) {
          this.state = { value: args.start ?? 0 };
        }

        @handler('inc')
        inc(args: { by?: number }): number {
          this.state.value += args.by ?? 1;
          return this.state.value;
        }

        @handler('read')
        read(): number {
          return this.state.value;
        }

        @handler('nothing')
        nothing(): void {}

        @handler('echo')
        echo(args: unknown): unknown {
          return args;
        }

        @handler('big')
        big(args: { chars: number }): string {
          return 'é'.repeat(args.chars);
        }

        @handler('fail')
        fail(): void {
          this.state.value = 99;
          throw new Error('no "good"');
        }

        @handler('refuse')
        refuse(): void {
          this.actjs.abort('not today');
        }

        @handler('soldOut')
        soldOut({ data }: { data: unknown }): void {
          try {
            this.state.value = 99;
            this.actjs.abort('only 3 left', { code: 'SoldOut', data });
          } catch {}
        }

        @handler('leak')
        leak(): unknown {
          return () => 1;
        }
      }
      """;

  public static final String ACCOUNT =
      """
      import { EventSourced, handler } from 'actjs';

      type Event = { type: 'credited'; amount: number };

      export class Account extends EventSourced<{ balance: number }, Event> {
        initialState() {
          return { balance: 0 };
        }

        reduce(state: { balance: number }, event: Event) {
          state.balance += event.amount;
        }

        @handler('credit')
        credit(args: { amount: number }): Event[] {
          return [{ type: 'credited', amount: args.amount }];
        }
      }
      """;

  /** Its state grows with every call, so a subscriber that does not read falls behind soon. */
  public static final String NOTEBOOK =
      """
      import { Actor, handler } from 'actjs';

      export class Notebook extends Actor<{ page: string; count: number }> {
        state = { page: '', count: 0 };

        @handler('write')
        write(args: { chars: number }): number {
          this.state.count++;
          this.state.page = String(this.state.count % 10).repeat(args.chars);
          return this.state.count;
        }
      }
      """;
}
