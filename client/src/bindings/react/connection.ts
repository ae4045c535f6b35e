import { useMemo, useSyncExternalStore } from './react.ts';
import type { Client, ConnectionInfo } from '../../client/index.ts';
import { useTarget } from './context.ts';

const NOT_YET: ConnectionInfo = { state: 'idle', transport: 'websocket', attempt: 0 };

/** How the connection of the client is: `{ state, transport, attempt, error }`. */
export function useConnection(client?: Client<any>): ConnectionInfo {
  const target = useTarget([client ?? '']).client;
  const [subscribe, get] = useMemo(() => {
    let last = target.connection;
    return [
      (listener: () => void) => {
        // What has changed since it was rendered.
        last = target.connection;
        return target.onConnection((now) => {
          last = now;
          listener();
        });
      },
      () => last,
    ];
  }, [target]);
  return useSyncExternalStore(subscribe, get, () => NOT_YET);
}
