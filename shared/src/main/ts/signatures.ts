import { TextEncoder } from "./encoding";

// What a webhook is signed with: HMAC-SHA-256 of js-sha256, which the build puts behind this module.

interface Loaded {
  readonly sha256: { readonly hmac: { array(key: Uint8Array, data: Uint8Array): number[] } };
}

declare const require: { library(name: string): unknown };

let loaded: Loaded | null = null;

function bytesOf(value: unknown, what: string): Uint8Array {
  if (typeof value === "string") {
    return new TextEncoder().encode(value);
  }
  if (value instanceof Uint8Array) {
    return value;
  }
  throw new TypeError(`${what} is a text or a Uint8Array, not ${typeof value}`);
}

/** The signature of data under a key; a text stands for its UTF-8. */
export function hmacSha256(key: unknown, data: unknown): Uint8Array {
  const secret = bytesOf(key, "hmacSha256(key, data): the key");
  const signed = bytesOf(data, "hmacSha256(key, data): the data");
  loaded ??= require.library("js-sha256") as Loaded;
  return new Uint8Array(loaded.sha256.hmac.array(secret, signed));
}

/** Whether two signatures are the same, in a time that does not say where they differ. */
export function sameBytes(one: unknown, other: unknown): boolean {
  const a = bytesOf(one, "sameBytes(one, other): one");
  const b = bytesOf(other, "sameBytes(one, other): the other");
  let differences = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) {
    differences |= a[i]! ^ (b[i] ?? 0);
  }
  return differences === 0;
}
