import { afterEach } from 'vitest';

// Its declarations need newer ones of Node than the oldest that the package supports.
const { Window } = await import('happy-dom' as string);
const window = new Window({ url: 'http://127.0.0.1/' });
/** The page. Nothing but it is of the DOM: sockets and requests are those of Node. */
export const page = window.document as Document;
Object.assign(globalThis, { window, document: page });
// Node 20 has none.
(globalThis as { navigator?: unknown }).navigator ??= window.navigator;

const { createRoot, hydrateRoot } = await import('react-dom/client');
const mounted: { unmount(): void }[] = [];

afterEach(() => {
  mounted.splice(0).forEach((root) => root.unmount());
  page.body.innerHTML = '';
});

function place(html = ''): HTMLElement {
  const place = page.createElement('div');
  place.innerHTML = html;
  page.body.append(place);
  return place;
}

export interface Mounted {
  text(): string;
  render(what: React.ReactNode): void;
  unmount(): void;
  place: HTMLElement;
}

export function mount(what: React.ReactNode): Mounted {
  const at = place();
  // Errors that a boundary catches are its own business.
  const root = createRoot(at, { onCaughtError: () => {} } as object);
  mounted.push(root);
  root.render(what);
  return { place: at, text: () => at.textContent ?? '', render: (next) => root.render(next), unmount: () => root.unmount() };
}

/** Takes over what a server rendered. `complaints` has what React finds wrong with it. */
export function hydrate(html: string, what: React.ReactNode): Mounted & { complaints: unknown[] } {
  const at = place(html);
  const complaints: unknown[] = [];
  const root = hydrateRoot(at, what, { onRecoverableError: (error) => complaints.push(error) });
  mounted.push(root);
  return { complaints, place: at, text: () => at.textContent ?? '', render: (next) => root.render(next), unmount: () => root.unmount() };
}
