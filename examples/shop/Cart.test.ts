import { assertEmitted, assertSnapshot, describe, expect, test, TestRuntime } from 'actjs/test';
import { Cart } from './Cart';
import { Ledger } from './Ledger';
import { Stock } from './Stock';

/** A shop with ten apples, at 30 each. */
async function shop() {
  const t = TestRuntime.create({ classes: { Cart, Ledger, Stock }, principal: 'alice' });
  const apple = t.actor(Stock, { id: 'apple' });
  await apple.call.restock({ count: 10, price: 30 });
  return { t, apple, cart: t.actor(Cart, { id: 'alice' }), books: t.actor(Ledger, { id: 'shop' }) };
}

describe('a cart', () => {
  test('reserves what is put into it', async () => {
    const { cart, apple } = await shop();
    expect(await cart.call.add({ sku: 'apple', count: 2 })).toEqual([{ sku: 'apple', count: 2, price: 30 }]);
    await assertSnapshot(apple, { free: 8, reserved: 2, price: 30 });
  });

  test('has one item for each article', async () => {
    const { cart } = await shop();
    await cart.call.add({ sku: 'apple' });
    await cart.call.add({ sku: 'apple', count: 2 });
    await assertSnapshot(cart, { items: [{ sku: 'apple', count: 3, price: 30 }] });
    expect(await cart.call.total()).toBe(90);
  });

  test("is its customer's alone", async () => {
    const { cart } = await shop();
    await cart.call.add({ sku: 'apple' });
    await expect(cart.as('bob').call.checkout()).rejects.toThrow({ code: 'PolicyDenied', message: /somebody else's cart/ });
    expect(await cart.call.total()).toBe(30);
  });

  test('stays as it is when there is too little', async () => {
    const { cart, apple } = await shop();
    await expect(cart.call.add({ sku: 'apple', count: 11 })).rejects.toThrow({
      code: 'ActorAbort',
      message: /only 10 of apple left/,
    });
    expect(await cart.state()).toBeUndefined();
    await assertSnapshot(apple, { free: 10 }, { partial: true });
  });

  test('gives back what is taken out', async () => {
    const { cart, apple } = await shop();
    await cart.call.add({ sku: 'apple', count: 2 });
    expect(await cart.call.remove({ sku: 'apple' })).toEqual([]);
    await assertSnapshot(apple, { free: 10, reserved: 0, price: 30 });
    await expect(cart.call.remove({ sku: 'apple' })).rejects.toThrow('there is no apple in this cart');
  });
});

describe('a checkout', () => {
  test('empties the cart, ships the goods and is a sale', async () => {
    const { cart, apple, books } = await shop();
    await cart.call.add({ sku: 'apple', count: 2 });
    expect(await cart.call.checkout()).toEqual({ paid: 60 });
    await assertSnapshot(cart, { items: [] });
    await assertSnapshot(apple, { free: 8, reserved: 0, price: 30 });
    await assertEmitted(books, { type: 'sold', payload: { customer: 'alice', units: 2, amount: 60 } });
  });

  test('of an empty cart is refused', async () => {
    const { cart } = await shop();
    await expect(cart.call.checkout()).rejects.toThrow('the cart is empty');
  });

  test('that storage refuses sells nothing', async () => {
    const { t, cart, books } = await shop();
    await cart.call.add({ sku: 'apple' });
    t.failNext('commit');
    await expect(cart.call.checkout()).rejects.toThrow({ code: 'StorageUnavailable' });
    expect(await cart.call.total()).toBe(30);
    expect(await books.events()).toEqual([]);
  });

  test('whose answer a crash cuts off is done once', async () => {
    const { t, cart, apple, books } = await shop();
    await cart.call.add({ sku: 'apple', count: 2 });
    t.failNext('commit', 'crash-after');
    await expect(cart.call.checkout()).rejects.toThrow();
    await t.restart();
    await t.drain();
    expect(await books.events()).toHaveLength(1);
    await assertSnapshot(apple, { free: 8, reserved: 0, price: 30 });
  });
});
