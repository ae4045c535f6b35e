import { expect, test, TestRuntime } from 'actjs/test';
import { Ledger } from './Ledger';

const SALE = { customer: 'alice', units: 2, amount: 60 };

const ledger = (t = TestRuntime.create({ classes: { Ledger } })) => t.actor(Ledger, { id: 'shop' });

test('adds up what was sold', async () => {
  const books = ledger();
  await books.call.sale(SALE);
  await books.call.sale({ customer: 'bob', units: 1, amount: 30 });
  expect(await books.call.report()).toEqual({ sales: 2, units: 3, balance: 90 });
});

test('refunds no more than there is', async () => {
  const books = ledger();
  await books.call.sale(SALE);
  expect(await books.call.refund({ customer: 'alice', amount: 20 })).toEqual({ balance: 40 });
  await expect(books.call.refund({ customer: 'alice', amount: 50 })).rejects.toThrow(
    'the balance is 40, too little to refund 50',
  );
  expect((await books.events()).map(event => event.type)).toEqual(['sold', 'refunded']);
});

test('events tell when they happened', async () => {
  const t = TestRuntime.create({ classes: { Ledger } });
  const books = ledger(t);
  await t.advanceTime(60_000);
  await books.call.sale(SALE);
  expect(await books.events()).toEqual([{ type: 'sold', ...SALE, at: t.now }]);
});

test('survives a crash', async () => {
  const t = TestRuntime.create({ classes: { Ledger } });
  const books = ledger(t);
  await books.call.sale(SALE);
  await t.restart();
  expect(await books.state()).toEqual({ sales: 1, units: 2, balance: 60 });
});

test('reduces a sale', () => {
  const state = { sales: 0, units: 0, balance: 0 };
  Ledger.prototype.reduce(state, { type: 'sold', ...SALE, at: 0 });
  expect(state).toEqual({ sales: 1, units: 2, balance: 60 });
});
