import { assertSnapshot, expect, test, TestRuntime } from 'actjs/test';
import { Counter } from './Counter';

test('adds up', async () => {
  const t = TestRuntime.create({ classes: { Counter } });
  const clicks = t.actor(Counter);

  expect(await clicks.call.add()).toBe(1);
  expect(await clicks.call.add({ by: 10 })).toBe(11);
  await assertSnapshot(clicks, { count: 11 });
});

test('does not fall below 0', async () => {
  const t = TestRuntime.create({ classes: { Counter } });
  const clicks = t.actor(Counter);
  await clicks.call.add({ by: 2 });

  await expect(clicks.call.add({ by: -3 })).rejects.toThrow({ code: 'ActorAbort' });
  await assertSnapshot(clicks, { count: 2 });
});

test('keeps its count when the server crashes', async () => {
  const t = TestRuntime.create({ classes: { Counter } });
  const clicks = t.actor(Counter);
  await clicks.call.add({ by: 5 });

  await t.crash();
  await t.restart();

  expect(await clicks.call.add()).toBe(6);
});
