/** What the command that runs the tests does for them: `actjs/host` of its script isolate. */
export interface Host {
  request(name: string, value?: unknown): Promise<any>;
  notify(name: string, value?: unknown): void;
  serve(name: string, called: (value: any) => void): void;
  unhandled(): unknown[];
  readonly modules: Map<string, Record<string, unknown>>;
}

declare const require: (specifier: 'actjs/host') => Host;

export const host: Host = require('actjs/host');

/** The specifier of the class file that exports this constructor. */
export function fileOf(ctor: unknown): string {
  if (typeof ctor !== 'function') {
    throw new TypeError(`a class is a constructor, not ${ctor === null ? 'null' : typeof ctor}`);
  }
  for (const [specifier, exports] of host.modules) {
    if (Object.values(exports).includes(ctor)) {
      return specifier;
    }
  }
  const name = ctor.name === '' ? 'this class' : ctor.name;
  throw new TypeError(
    `${name} is not from a class file: import it from a file that exports no other actor class`,
  );
}
