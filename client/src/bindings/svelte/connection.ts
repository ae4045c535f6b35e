import type { Client, ConnectionInfo } from '../../client/index.ts';
import { connectionOf } from '../index.ts';
import { value, type SvelteValue } from './actor.ts';
import { getClient } from './context.ts';
import { reactive } from './follow.ts';

/** How the connection of the client is: `current` is `{ state, transport, attempt, error }`. */
export function connection(client: Client<any> = getClient()): SvelteValue<ConnectionInfo> {
  const current = reactive(connectionOf(client));
  return value(() => current);
}
