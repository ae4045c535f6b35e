import { arbitrary, assertEmitted, assertSnapshot, expect, test, TestRuntime } from 'actjs/test';
import { Ledger } from './Ledger';

test('the balance is what the events add up to', async () => {
  const t = TestRuntime.create({ classes: { Ledger } });
  const account = t.actor(Ledger);

  expect(await account.call.deposit({ amount: 100 })).toBe(100);
  expect(await account.call.withdraw({ amount: 30, purpose: 'rent' })).toBe(70);
  expect(await account.call.balance()).toBe(70);

  await assertEmitted(account, { type: 'withdrawn', payload: { amount: 30, purpose: 'rent' } });
  await assertSnapshot(account, { balance: 70, entries: 2 }, { partial: true });
});

test('a refused withdrawal leaves no event', async () => {
  const t = TestRuntime.create({ classes: { Ledger } });
  const account = t.actor(Ledger);
  await account.call.deposit({ amount: 10 });

  await expect(account.call.withdraw({ amount: 11, purpose: 'rent' })).rejects.toThrow('too little');
  expect(await account.events()).toHaveLength(1);
});

test('after a crash the state is made of the events again', async () => {
  const t = TestRuntime.create({ classes: { Ledger } });
  const account = t.actor(Ledger);
  await account.call.deposit({ amount: 5 });

  await t.crash();
  await t.restart();

  expect(await account.call.balance()).toBe(5);
});

const amounts = arbitrary.array(arbitrary.integer(1, 1000));

test.prop('deposits add up', [amounts], async (deposits) => {
  const t = TestRuntime.create({ classes: { Ledger } });
  const account = t.actor(Ledger);
  for (const amount of deposits) {
    await account.call.deposit({ amount });
  }

  expect(await account.call.balance()).toBe(deposits.reduce((sum, it) => sum + it, 0));
}, { runs: 30 });
