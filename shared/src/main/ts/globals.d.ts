/**
 * What an actor finds beside ECMAScript: parts of the web platform, as it defines them. There is no
 * file, network, timer or process: `this.actjs` has what takes their place.
 */

declare global {
  // What V8 has of ECMAScript and the compiler's library does not declare yet.
  interface Math {
    /** The sum of numbers, without the rounding of the steps between. */
    sumPrecise(numbers: Iterable<number>): number;
  }
  interface JSON {
    /** Stands in `JSON.stringify` for exactly this text of a JSON number, text, boolean or null. */
    rawJSON(text: string): { readonly rawJSON: string };
    isRawJSON(value: unknown): value is { readonly rawJSON: string };
  }
  interface IteratorConstructor {
    concat<T>(...items: Iterable<T>[]): IteratorObject<T, undefined, unknown>;
  }
  namespace Intl {
    interface PluralRules {
      selectRange(start: number | bigint, end: number | bigint): LDMLPluralRule;
    }
    interface Locale {
      readonly firstDayOfWeek?: string;
    }
  }
  interface ErrorConstructor {
    /** Gives an object a `stack`. */
    captureStackTrace(target: object, constructor?: Function): void;
    readonly stackTraceLimit: number;
  }

  /** Writes to the server's log, as `this.actjs.log` does; not at the top level of a class. */
  interface Console {
    debug(...data: any[]): void;
    log(...data: any[]): void;
    info(...data: any[]): void;
    warn(...data: any[]): void;
    error(...data: any[]): void;
    trace(...data: any[]): void;
    dir(item?: any): void;
    assert(condition?: boolean, ...data: any[]): void;
  }
  var console: Console;

  interface DOMException extends Error {
    readonly name: string;
    readonly message: string;
    readonly code: number;
  }
  var DOMException: {
    prototype: DOMException;
    new (message?: string, name?: string): DOMException;
  };

  /**
   * A deep copy of a value: also of dates, maps, sets, regular expressions, errors and binary data,
   * and of cycles. A part of the state gives a plain object.
   *
   * @throws DOMException `DataCloneError`, of functions, symbols and the like
   */
  function structuredClone<T = any>(value: T, options?: { transfer?: ArrayBuffer[] }): T;

  /** Runs a function after the present one, within the same turn if that awaits something. */
  function queueMicrotask(callback: () => void): void;

  /** The bytes of a Base64 text, as characters. */
  function atob(data: string): string;
  /** Base64 of a text whose characters are bytes. For others: `Uint8Array.prototype.toBase64`. */
  function btoa(data: string): string;

  interface TextEncoder {
    readonly encoding: string;
    encode(input?: string): Uint8Array<ArrayBuffer>;
    encodeInto(source: string, destination: Uint8Array): { read: number; written: number };
  }
  var TextEncoder: { prototype: TextEncoder; new (): TextEncoder };

  /** For UTF-8, UTF-16 and windows-1252. */
  interface TextDecoder {
    readonly encoding: string;
    readonly fatal: boolean;
    readonly ignoreBOM: boolean;
    decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
  }
  var TextDecoder: {
    prototype: TextDecoder;
    new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder;
  };

  /**
   * Chance that nobody can foretell. In `reduce` it throws `ImpureReducer`: put what you drew into
   * the event.
   */
  interface Crypto {
    getRandomValues<
      T extends
        | Int8Array
        | Uint8Array
        | Uint8ClampedArray
        | Int16Array
        | Uint16Array
        | Int32Array
        | Uint32Array
        | BigInt64Array
        | BigUint64Array,
    >(
      array: T,
    ): T;
    randomUUID(): `${string}-${string}-${string}-${string}-${string}`;
  }
  var Crypto: { prototype: Crypto };
  var crypto: Crypto;

  interface URLSearchParams {
    readonly size: number;
    append(name: string, value: string): void;
    delete(name: string, value?: string): void;
    get(name: string): string | null;
    getAll(name: string): string[];
    has(name: string, value?: string): boolean;
    set(name: string, value: string): void;
    sort(): void;
    toString(): string;
    forEach(
      callback: (value: string, key: string, parent: URLSearchParams) => void,
      thisArg?: any,
    ): void;
    entries(): IterableIterator<[string, string]>;
    keys(): IterableIterator<string>;
    values(): IterableIterator<string>;
    [Symbol.iterator](): IterableIterator<[string, string]>;
  }
  var URLSearchParams: {
    prototype: URLSearchParams;
    new (
      init?: string | Iterable<readonly [string, string]> | Record<string, string>,
    ): URLSearchParams;
  };

  interface URL {
    hash: string;
    host: string;
    hostname: string;
    href: string;
    readonly origin: string;
    password: string;
    pathname: string;
    port: string;
    protocol: string;
    search: string;
    readonly searchParams: URLSearchParams;
    username: string;
    toString(): string;
    toJSON(): string;
  }
  var URL: {
    prototype: URL;
    new (url: string | URL, base?: string | URL): URL;
    canParse(url: string | URL, base?: string | URL): boolean;
    parse(url: string | URL, base?: string | URL): URL | null;
  };
}

export {};
