import { atob, btoa } from "./base64";
import { structuredClone } from "./clone";
import { console } from "./console";
import { TextDecoder, TextEncoder } from "./encoding";
import { DOMException } from "./fault";
import { mayBeImpure } from "./lockdown";
import { Crypto, crypto } from "./random";
import { urlGetters } from "./url";

/** https://html.spec.whatwg.org/#dom-queuemicrotask */
function queueMicrotask(callback: unknown): void {
  mayBeImpure("queueMicrotask()");
  if (typeof callback !== "function") {
    throw new TypeError("queueMicrotask(callback): callback is a function");
  }
  void Promise.resolve().then(() => {
    (callback as () => void)();
  });
}

const GLOBALS: Record<string, unknown> = {
  atob,
  btoa,
  console,
  Crypto,
  crypto,
  DOMException,
  queueMicrotask,
  structuredClone,
  TextDecoder,
  TextEncoder,
};

/**
 * Gives actor code what the web platform has beside ECMAScript and what makes sense here;
 * `globals.d.ts` declares it. `protect` freezes what is made later.
 */
export function defineGlobals(protect: (root: object) => void): void {
  for (const [name, value] of Object.entries(GLOBALS)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  }
  for (const [name, get] of Object.entries(urlGetters(protect))) {
    Object.defineProperty(globalThis, name, { get, configurable: true });
  }
}
