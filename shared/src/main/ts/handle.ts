import type { Bridge, Ref } from "./bridge";

/** What code asks of any object: neither may become a call. */
const NO_HANDLERS: ReadonlySet<string> = new Set(["then", "toJSON"]);

/** Stands for an actor, whose handlers it has as methods. The state does not take it. */
export class ActorHandle {}

/**
 * What `this.actjs.actor` gives. It knows no class: each name is a handler, except for those that
 * every object has.
 */
export function handleOf(bridge: Bridge, ref: Ref): object {
  return new Proxy(Object.freeze(new ActorHandle()), {
    get(handle, name) {
      return typeof name === "symbol" || name in handle || NO_HANDLERS.has(name)
        ? Reflect.get(handle, name)
        : handlerCall(bridge, ref, name);
    },
  });
}

function handlerCall(bridge: Bridge, ref: Ref, name: string): object {
  const call = (args?: unknown, options?: unknown) => bridge.call(ref, name, args, options);
  const tell = (payload?: unknown) => bridge.tell(ref, name, payload);
  return Object.freeze(Object.assign(call, { tell }));
}
