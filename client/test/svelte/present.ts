import { expect, test } from 'vitest';
import { client, frames, fresh } from '../contract/context.ts';
import { watched } from '../contract/present.ts';
import { until } from '../contract/server.ts';
import { mount } from './page.ts';
import Here from './Here.svelte';

test('presence shows who is there, follows the data, survives a cut, and ends with the component', async () => {
  const id = fresh();
  const seen = await watched(id);
  const proxy = await frames();
  const { text, set } = mount(Here, client({ url: proxy.url }), { id, who: 'ann', x: 1 });
  await until(() => seen.at(-1) === 'ann:1');
  await until(() => text().startsWith('0') && text().includes('ann:1'));
  set({ x: 2 });
  await until(() => seen.at(-1) === 'ann:2');
  const other = mount(Here, client(), { id, who: 'bob', x: 7 });
  await until(() => text().includes('ann:2,bob:7') && other.text().includes('ann:2,bob:7'));
  proxy.cut();
  await until(() => proxy.of('actor.subscribe').some(({ connection }) => connection === 2));
  set({ x: 3 });
  await until(() => other.text().includes('ann:3,bob:7') && text().includes('ann:3,bob:7'));
  // She was back in time, so nobody was told that she had gone.
  expect(seen.slice(seen.indexOf('ann:1')).every((each) => each.includes('ann'))).toBe(true);
  // The state is still shown, by a subscriber that shows nothing of itself.
  set({ isHere: false });
  await until(() => seen.at(-1) === 'bob:7');
  expect(text()).toBe('0');
  set({ isHere: true });
  await until(() => seen.at(-1) === 'ann:3,bob:7');
  set(undefined);
  await until(() => seen.at(-1) === 'bob:7');
});
