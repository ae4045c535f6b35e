import { useMemo, useSyncExternalStore } from './react.ts';
import type { Client, ConnectionInfo } from '../../client/index.ts';
import { connectionOf } from '../index.ts';
import { useTarget } from './context.ts';

const NOT_YET: ConnectionInfo = { state: 'idle', transport: 'websocket', attempt: 0 };

/** How the connection of the client is: `{ state, transport, attempt, error }`. */
export function useConnection(client?: Client<any>): ConnectionInfo {
  const target = useTarget([client ?? '']).client;
  const { subscribe, get } = useMemo(() => connectionOf(target), [target]);
  return useSyncExternalStore(subscribe, get, () => NOT_YET);
}
