import { useEffect, useMemo } from './react.ts';
import type { Client } from '../../client/index.ts';
import { presenceOf, type Presence, type PresenceOptions } from '../index.ts';
import { useSource, useTarget } from './context.ts';
import type { ClassName } from './types.ts';

/**
 * Is present at the actor while the component is there, and says who else is: `{ present, error }`. The `data` may change with each render. A
 * client is present at an actor once: components that share the client show what the last of them gave.
 */
export function usePresence(className: ClassName, id: string, options?: PresenceOptions): Presence;
export function usePresence<C extends object>(client: Client<C>, className: keyof C & string, id: string, options?: PresenceOptions): Presence;
export function usePresence(...given: any[]): unknown {
  const { client, className, id, rest } = useTarget(given);
  const { data, who }: PresenceOptions = rest[0] ?? {};
  const presence = useMemo(() => presenceOf(client, className, id, who, data), [client, className, id, who]);
  useEffect(() => presence.show(data));
  return useSource(presence);
}
