/** The table of test/classes, in the form of `actctl codegen`. */
export interface Classes {
  Counter: {
    state: { n: number; log: string[]; other: { kept: boolean } };
    event: never;
    emits: { shout: string };
    handlers: CounterHandlers;
    eventSourced: false;
  };
  Ledger: {
    state: { balance: number; entries: number };
    event: LedgerEvent;
    handlers: LedgerHandlers;
    eventSourced: true;
  };
}

export type LedgerEvent = { type: 'credited'; amount: number };

export interface CounterHandlers {
  inc(args: { by?: number }): Promise<number>;
  push(args: { text: string }): Promise<number>;
  fail(args: { why: string }): Promise<void>;
  shout(args: { text: string }): Promise<void>;
  count(args: { to: number }): AsyncGenerator<number, string, void>;
}

export interface LedgerHandlers {
  credit(args: { amount: number }): Promise<LedgerEvent[]>;
}
