import type { Client } from '../../src/client/index.ts';
import { server } from './context.ts';

/** Actors that are shared on a client. */
export function storesOf(client: Client<any>): number {
  return (client as unknown as Record<symbol, Map<string, unknown>>)[Symbol.for('actjs.bindings.store-registry')]?.size ?? 0;
}

/** Subscriptions to the actor that the server has. */
export async function subscribers(id: string, className = 'Counter'): Promise<number> {
  const answer = await fetch(`${server.url}/v1/actors/${className}/${id}/info`);
  return ((await answer.json()) as { subscribers: number }).subscribers ?? 0;
}
