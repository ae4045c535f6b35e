import type {} from 'actjs/bindings/react';
import { Client, RpcError } from 'actjs/client';
import { MANIFEST_SHA, reducers, type Classes } from './actors/index.js';

declare module 'actjs/bindings/react' {
  interface Register { classes: Classes }
}

/** Whether the page is answered by the versions that it was built for, and if not, why. */
export type Pin = 'pinned' | 'unknown' | 'moved';

export interface Session {
  customer: string | undefined;
  pin: Pin;
}

const CUSTOMER = 'customer';
/** For this tab alone: whoever has a token is the customer. */
const TOKEN = 'token';

let session: Session = { customer: localStorage.getItem(CUSTOMER) ?? undefined, pin: 'pinned' };
const listeners = new Set<() => void>();

/** Its reducers fold the events of the ledger in the page, as the server does. */
export const client = new Client<Classes>({ url: '/', pin: MANIFEST_SHA, reducers, ...tokenOf() });

function tokenOf(): { token?: string } {
  const token = sessionStorage.getItem(TOKEN);
  return token === null ? {} : { token };
}

function become(next: Partial<Session>): void {
  session = { ...session, ...next };
  listeners.forEach((each) => each());
}

export const sessions = {
  get: () => session,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** A server without users lets in whoever says a name; one with users wants a token. */
export function signIn(customer: string, token: string): void {
  localStorage.setItem(CUSTOMER, customer);
  if (token === '') {
    sessionStorage.removeItem(TOKEN);
  } else {
    sessionStorage.setItem(TOKEN, token);
  }
  // The client buys a ticket with it for its WebSocket: the token is in no address.
  client.setToken(token === '' ? undefined : token);
  become({ customer });
}

export function signOut(): void {
  localStorage.removeItem(CUSTOMER);
  sessionStorage.removeItem(TOKEN);
  client.setToken(undefined);
  become({ customer: undefined });
}

/** Goes on without the pin when the server has no such versions, or has none of them any more. */
export function heed(error: unknown): void {
  const code = error instanceof RpcError ? error.code : '';
  const pin = code === 'ManifestUnknown' ? 'unknown' : code === 'ManifestRegression' || code === 'ManifestExpired' ? 'moved' : undefined;
  if (pin && session.pin === 'pinned') {
    become({ pin });
    client.setManifestPin('latest');
  }
}

client.onConnection(({ error }) => heed(error));
