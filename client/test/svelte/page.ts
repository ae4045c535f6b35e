import { afterEach } from 'vitest';
import type { Component } from 'svelte';
import type { InitialActor } from '../../src/bindings/svelte/index.ts';
import type { Client } from '../../src/client/index.ts';

// Its declarations need newer ones of Node than the oldest that the package supports.
const { Window } = await import('happy-dom' as string);
const window = new Window({ url: 'http://127.0.0.1/' });
/** The page. Sockets and requests are those of Node. */
export const page = window.document as Document;
// Svelte names what it uses of the DOM.
for (const name of ['Node', 'Element', 'Text', 'Comment', 'HTMLElement', 'DocumentFragment', 'Event', 'CustomEvent', 'customElements', 'FormData']) {
  (globalThis as Record<string, unknown>)[name] = window[name];
}
Object.assign(globalThis, { window, document: page });
// Node 20 has none.
(globalThis as { navigator?: unknown }).navigator ??= window.navigator;

const { flushSync, hydrate, mount: begin, unmount } = await import('svelte');
const { default: App } = await import('./App.svelte');
const mounted = new Set<object>();

afterEach(async () => {
  await Promise.all([...mounted].map((each) => unmount(each)));
  mounted.clear();
  page.body.innerHTML = '';
});

export interface Mounted {
  text(): string;
  place: HTMLElement;
  /** Other props; undefined takes the component away. */
  set(props: Record<string, unknown> | undefined): void;
}

/** A component below one that sets the client; over what a server rendered if there is `html`. */
export function mount(of: Component<any>, client: Client<any>, props: Record<string, unknown>, html = '', initial?: InitialActor[]): Mounted {
  const place = page.createElement('div');
  place.innerHTML = html;
  page.body.append(place);
  let set!: Mounted['set'];
  const all = { of, client, props, initial, hold: (setter: Mounted['set']) => (set = setter) };
  mounted.add((html ? hydrate : begin)(App, { target: place, props: all }));
  return {
    place,
    text: () => (place.textContent ?? '').trim(),
    set(next) {
      set(next);
      flushSync();
    },
  };
}
