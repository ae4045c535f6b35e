import { createElement as h, StrictMode, Suspense, type ReactNode } from 'react';
import { ActjsProvider, useActor, useActorCall, useActorValue, type InitialActor } from '../../../src/bindings/react/index.ts';
import type { Client } from '../../../src/client/index.ts';

function App({ id }: { id: string }) {
  const { status, state } = useActor('Counter', id, { suspend: true });
  const tens = useActorValue('Counter', id, ({ n }) => Math.floor(n / 10));
  const { call } = useActorCall('Counter', id);
  return h('button', { 'data-status': status, onClick: () => call.inc({ by: 1 }) }, `${state?.n} ${tens}`);
}

/** What the server renders, and the page takes over. */
export function tree(client: Client<any>, initial: InitialActor[], id: string): ReactNode {
  return h(StrictMode, null, h(ActjsProvider, { client, initial }, h(Suspense, { fallback: 'loading' }, h(App, { id }))));
}
