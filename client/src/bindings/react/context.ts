import type { ReactNode } from 'react';
import { createContext, createElement, useContext, useMemo, useSyncExternalStore } from './react.ts';
import type { Client } from '../../client/index.ts';
import type { InitialActor, Source } from '../index.ts';

interface Provided {
  client: Client<any>;
  initial: readonly InitialActor<any>[] | undefined;
}

const Context = createContext<Provided | undefined>(undefined);

export interface ActjsProviderProps {
  client: Client<any>;
  /** What `fetchActor` gave on the server. */
  initial?: readonly InitialActor<any>[];
  children?: ReactNode;
}

/** Gives the hooks below it their client. The client is yours: it is not closed when the provider goes. */
export function ActjsProvider({ client, initial, children }: ActjsProviderProps): ReactNode {
  const provided = useMemo(() => ({ client, initial }), [client, initial]);
  return createElement(Context.Provider, { value: provided }, children);
}

/** The client of the provider above. */
export function useClient(): Client<any> {
  return required(useContext(Context)).client;
}

/** The arguments of a hook, behind the client, which may be given, and what is known of the actor beforehand. */
export function useTarget(given: any[]): { client: Client<any>; className: string; id: string; rest: any[]; known: Provided['initial'] } {
  const provided = useContext(Context);
  const isNamed = typeof given[0] === 'string';
  const [client, className, id, ...rest] = isNamed ? [required(provided).client, ...given] : given;
  return { client, className, id, rest, known: provided?.client === client ? provided?.initial : undefined };
}

function required(provided: Provided | undefined): Provided {
  if (!provided) {
    throw new Error('put an <ActjsProvider client={client}> above');
  }
  return provided;
}

/** What the source has, beside what can be done to it. */
export function useSource<T extends object, A extends object>({ subscribe, get, ...actions }: Source<T> & A): T & Omit<A, keyof Source<T>> {
  return { ...useSyncExternalStore(subscribe, get, get), ...actions };
}
