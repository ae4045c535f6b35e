import { assertSnapshot, expect, test, TestRuntime } from 'actjs/test';
import { Cart } from './Cart';
import { Stock } from './Stock';

/** A shop with ten apples at 30 cents, and one customer. */
async function shop() {
  const t = TestRuntime.create({ classes: { Cart, Stock } });
  const apples = t.actor(Stock, { id: 'apple' });
  await apples.call.restock({ count: 10, price: 30 });
  return { t, apples, cart: t.actor(Cart, { id: 'alice' }) };
}

test('goods in a cart are reserved, and shipped when they are paid', async () => {
  const { apples, cart } = await shop();

  await cart.call.add({ sku: 'apple' });
  await cart.call.add({ sku: 'apple', count: 2 });
  await assertSnapshot(cart, { lines: [{ sku: 'apple', count: 3, price: 30 }] });
  await assertSnapshot(apples, { free: 7, reserved: 3 }, { partial: true });

  expect(await cart.call.checkout()).toEqual({ paid: 90, text: 'paid $0.90' });
  await assertSnapshot(cart, { lines: [] });
  await assertSnapshot(apples, { free: 7, reserved: 0 }, { partial: true });
});

test('what is not there cannot be bought, and a refused call changes nothing', async () => {
  const { apples, cart } = await shop();
  await cart.call.add({ sku: 'apple', count: 8 });

  await expect(cart.call.add({ sku: 'apple', count: 3 })).rejects.toThrow('only 2 of apple left');
  await assertSnapshot(cart, { lines: [{ sku: 'apple', count: 8, price: 30 }] });
  await assertSnapshot(apples, { free: 2, reserved: 8 }, { partial: true });
});

test('what is taken out of a cart can be bought again', async () => {
  const { apples, cart } = await shop();
  await cart.call.add({ sku: 'apple', count: 4 });

  expect(await cart.call.remove({ sku: 'apple' })).toEqual([]);
  await assertSnapshot(apples, { free: 10, reserved: 0 }, { partial: true });
});

test('an empty cart cannot be paid', async () => {
  const { cart } = await shop();
  await expect(cart.call.checkout()).rejects.toThrow({ code: 'ActorAbort' });
});
