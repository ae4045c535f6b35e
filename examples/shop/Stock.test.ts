import { arbitrary, expect, test, TestRuntime } from 'actjs/test';
import { Stock } from './Stock';

const stock = () => TestRuntime.create({ classes: { Stock } }).actor(Stock, { id: 'apple' });

test('a count that is no whole number is refused', async () => {
  const apple = stock();
  for (const count of [0, -1, 1.5]) {
    await expect(apple.call.restock({ count })).rejects.toThrow('count is a whole number from 1');
  }
});

test('restocking keeps the price, unless it says another', async () => {
  const apple = stock();
  await apple.call.restock({ count: 1, price: 30 });
  expect(await apple.call.restock({ count: 2 })).toEqual({ free: 3, reserved: 0, price: 30 });
  expect(await apple.call.restock({ count: 1, price: 40 })).toMatchObject({ price: 40 });
});

test.prop(
  'nothing is lost between the shelf and the carts',
  [arbitrary.array(arbitrary.integer(1, 9), 8)],
  async counts => {
    const apple = stock();
    await apple.call.restock({ count: 20 });
    for (const count of counts) {
      await apple.call.reserve({ count }).catch(() => {});
    }
    const { free, reserved } = (await apple.state())!;
    expect(free + reserved).toBe(20);
    expect(free).toBeGreaterThanOrEqual(0);
  },
  { runs: 25 },
);
