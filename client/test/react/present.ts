import { StrictMode, createElement as h } from 'react';
import { expect, test } from 'vitest';
import { useActor, usePresence } from '../../src/bindings/react/index.ts';
import { client, frames, fresh } from '../contract/context.ts';
import { watched } from '../contract/present.ts';
import { until } from '../contract/server.ts';
import { mount } from './dom.ts';
import { within } from './hooks.ts';

const Here = ({ id, who, x }: { id: string; who: string; x: number }) => {
  const { present, error } = usePresence('Counter', id, { who, data: { x } });
  return `${error?.code ?? ''} ${present.filter(({ data }) => data !== null).map((each) => `${each.who}:${(each.data as { x: number }).x}`).sort()}`;
};
const State = ({ id }: { id: string }) => `${useActor('Counter', id).state?.n}`;

test('usePresence: StrictMode joins once, the data follows, a cut is survived, and the component takes it along', async () => {
  const id = fresh();
  const seen = await watched(id);
  const proxy = await frames();
  const c = client({ url: proxy.url });
  const page = (x?: number) => h(StrictMode, null, within(c, h(State, { key: 's', id }), x === undefined ? null : h(Here, { key: 'h', id, who: 'ann', x })));
  const { text, render } = mount(page(1));
  await until(() => seen.at(-1) === 'ann:1' && text().includes('ann:1'));
  render(page(2));
  await until(() => seen.at(-1) === 'ann:2');
  const other = mount(within(client(), h(Here, { id, who: 'bob', x: 7 })));
  await until(() => text().includes('ann:2,bob:7') && other.text().includes('ann:2,bob:7'));
  proxy.cut();
  await until(() => proxy.of('actor.subscribe').some(({ connection }) => connection === 2));
  render(page(3));
  await until(() => other.text().includes('ann:3,bob:7') && text().includes('ann:3,bob:7'));
  // From the first time on she was there all the time: no second join, and no leaving.
  expect(seen.slice(seen.indexOf('ann:1')).every((each) => each.includes('ann'))).toBe(true);
  expect(proxy.of('actor.subscribe').filter(({ connection, frame }) => connection === 1 && frame.params.who === 'ann')).toHaveLength(1);
  // The state is still shown, by a subscriber that shows nothing of itself.
  render(page());
  await until(() => seen.at(-1) === 'bob:7');
  expect(text()).toBe('0');
});

test('usePresence has the refusal, and is there when the client is let in', async () => {
  const id = fresh();
  const c = client({ url: (await frames()).url });
  await c.actor('Counter', id).subscribe(() => {}, { who: 'ann' });
  // A client is one subscriber of an actor.
  const { text } = mount(within(c, h(Here, { id, who: 'bob', x: 1 })));
  await until(() => text() === 'Forbidden ');
});
