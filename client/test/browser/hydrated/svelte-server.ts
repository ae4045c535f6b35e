import { render } from 'svelte/server';
import { loadActor, type InitialActor } from '../../../src/bindings/svelte/index.ts';
import { Client, type WebSocketCtor } from '../../../src/client/index.ts';
import App from '../../svelte/App.svelte';
import Button from './Button.svelte';

/** A `load` and a page, as they run on a server. */
export async function rendered(url: string, id: string, wsCtor: WebSocketCtor): Promise<{ body: string; initial: InitialActor[] }> {
  const initial = [await loadActor('Counter', id, { url, wsCtor })];
  const client = new Client({ url, autoConnect: false });
  const { body } = await render(App, { props: { client, initial, of: Button, props: { id } } as any });
  await client.close();
  return { body, initial };
}
