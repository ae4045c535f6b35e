import { expect, test } from 'actjs/test';
import { inDollars, total } from './money';

test('totals are exact', () => {
  const lines = [
    { sku: 'apple', count: 3, price: 10 },
    { sku: 'pear', count: 1, price: 20 },
  ];
  expect(total(lines)).toBe(50);
  expect(total([])).toBe(0);
});

test('amounts are written in dollars', () => {
  expect(inDollars(5)).toBe('$0.05');
  expect(inDollars(1250)).toBe('$12.50');
});
