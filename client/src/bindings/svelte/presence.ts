import type { Client } from '../../client/index.ts';
import { presenceOf, type Presence, type PresenceOptions } from '../index.ts';
import { target } from './context.ts';
import { given, latest, reactive, storeOf, type Followable, type Given } from './follow.ts';
import type { ClassName } from './types.ts';

export interface SveltePresence extends Presence, Followable<Presence> {}

/**
 * Is present at the actor while an effect or a template reads `present` or `error`, or while somebody subscribes. The options may be a function of
 * state: what others see changes with it.
 */
export function presence(className: ClassName, id: Given<string>, options?: Given<PresenceOptions>): SveltePresence;
export function presence<C extends object>(client: Client<C>, className: keyof C & string, id: Given<string>, options?: Given<PresenceOptions>): SveltePresence;
export function presence(...args: any[]): SveltePresence {
  const { client, className, id, rest } = target(args);
  const options = (): PresenceOptions => given(rest[0]) ?? {};
  const at = latest(
    () => JSON.stringify([id(), options().who]),
    (key) => {
      const [of, who] = JSON.parse(key);
      const source = presenceOf(client, className, of, who ?? undefined, options().data);
      return { source, current: reactive(source) };
    },
  );
  const get = () => {
    at().source.show(options().data);
    return at().current();
  };
  return {
    get present() {
      return get().present;
    },
    get error() {
      return get().error;
    },
    ...storeOf(get),
  };
}
