// `URL` and `URLSearchParams` of whatwg-url, which the build puts behind this module. It is large,
// and loaded when one of them is used first.

interface Loaded {
  readonly URL: object;
  readonly URLSearchParams: new () => { entries(): object };
}

/** What the build gives each module: its own modules, and a fresh copy of those of others. */
declare const require: { library(name: string): unknown };

let loaded: Loaded | null = null;

/** A load that V8 stopped half way leaves nothing behind: the next one begins again. */
function load(protect: (root: object) => void): Loaded {
  if (loaded === null) {
    const { URL, URLSearchParams } = require.library("whatwg-url") as Loaded;
    const entries = new URLSearchParams().entries();
    [URL, URLSearchParams, Object.getPrototypeOf(entries) as object].forEach(protect);
    loaded = { URL, URLSearchParams };
  }
  return loaded;
}

/** The getters of both globals. `protect` freezes what actor code can reach from an object. */
export function urlGetters(protect: (root: object) => void): Record<keyof Loaded, () => object> {
  return {
    URL: () => load(protect).URL,
    URLSearchParams: () => load(protect).URLSearchParams,
  };
}
