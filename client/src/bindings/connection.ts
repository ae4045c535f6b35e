import type { Client, ConnectionInfo } from '../client/index.ts';
import { cell, type Cell, type Source } from './source.ts';

/**
 * How the connection of the client is.
 *
 * @internal
 */
export function connectionOf(client: Client<any>): Source<ConnectionInfo> {
  const connection: Cell<ConnectionInfo> = cell(client.connection, () => {
    // What has changed since it was rendered.
    connection.set(client.connection);
    return client.onConnection(connection.set);
  });
  return connection;
}
