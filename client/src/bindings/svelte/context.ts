import { getContext, setContext } from './svelte.ts';
import type { Client } from '../../client/index.ts';
import type { InitialActor } from '../index.ts';
import { given, type Given } from './follow.ts';

const CONTEXT = Symbol();

interface Provided {
  client: Client<any>;
  initial: () => readonly InitialActor<any>[] | undefined;
}

/**
 * Gives the components below this one their client, and what `load` has read. The client is yours: it is not closed when the component goes.
 */
export function setClient(client: Client<any>, initial?: Given<readonly InitialActor<any>[] | undefined>): void {
  setContext<Provided>(CONTEXT, { client, initial: () => given(initial) });
}

/** The client of a component above. */
export function getClient(): Client<any> {
  return provided().client;
}

/** The arguments of a function, behind the client, which may be given. */
export function target(args: any[]): { client: Client<any>; className: string; id: () => string; rest: any[]; known: Provided['initial'] } {
  const { client, initial } = typeof args[0] === 'string' ? provided() : { client: args.shift(), initial: () => undefined };
  const [className, id, ...rest] = args;
  return { client, className, id: () => given(id), rest, known: initial };
}

function provided(): Provided {
  const found = getContext<Provided | undefined>(CONTEXT);
  if (!found) {
    throw new Error('call setClient(client) in a component above');
  }
  return found;
}
