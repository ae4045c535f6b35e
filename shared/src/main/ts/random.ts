import { DOMException } from "./fault";
import { mayBeImpure } from "./lockdown";
import { INTEGER_VIEWS } from "./views";

const MOST_BYTES = 65_536;
const BLOCK = 64;

/**
 * A source of chance that nobody can foretell: ChaCha20 (RFC 8439) under a key that the server
 * gives each isolate. After each block the key is replaced, so that what was drawn cannot be
 * computed later.
 */
export class Random {
  private readonly key = new Uint32Array(8);
  private readonly pool = new Uint8Array(BLOCK);
  private used = BLOCK;
  private seeded = false;

  /** `hex`: 32 bytes. */
  seed(hex: string): void {
    for (let i = 0; i < 8; i++) {
      this.key[i] = parseInt(hex.slice(8 * i, 8 * i + 8), 16);
    }
    this.seeded = true;
    this.used = BLOCK;
  }

  fill(bytes: Uint8Array): void {
    if (!this.seeded) {
      throw new TypeError("crypto works after the class has been evaluated");
    }
    for (let i = 0; i < bytes.length; i++) {
      if (this.used === BLOCK) {
        this.next();
      }
      bytes[i] = this.pool[this.used]!;
      this.pool[this.used++] = 0;
    }
  }

  private next(): void {
    const words = block(this.key, 1);
    this.key.set(block(this.key, 0).subarray(0, 8));
    this.pool.set(new Uint8Array(words.buffer));
    this.used = 0;
  }
}

/** One block of the key stream. */
function block(key: Uint32Array, counter: number): Uint32Array<ArrayBuffer> {
  const start = Uint32Array.of(
    0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, ...key, counter, 0, 0, 0,
  );
  const s = start.slice();
  const quarter = (a: number, b: number, c: number, d: number) => {
    s[a]! += s[b]!;
    s[d] = rotated(s[d]! ^ s[a]!, 16);
    s[c]! += s[d]!;
    s[b] = rotated(s[b]! ^ s[c]!, 12);
    s[a]! += s[b]!;
    s[d] = rotated(s[d]! ^ s[a]!, 8);
    s[c]! += s[d]!;
    s[b] = rotated(s[b]! ^ s[c]!, 7);
  };
  for (let round = 0; round < 10; round++) {
    quarter(0, 4, 8, 12);
    quarter(1, 5, 9, 13);
    quarter(2, 6, 10, 14);
    quarter(3, 7, 11, 15);
    quarter(0, 5, 10, 15);
    quarter(1, 6, 11, 12);
    quarter(2, 7, 8, 13);
    quarter(3, 4, 9, 14);
  }
  for (let i = 0; i < s.length; i++) {
    s[i]! += start[i]!;
  }
  return s;
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

export const random = new Random();

const INTEGERS = new Set(INTEGER_VIEWS);

/** `crypto`, without `subtle`. */
export class Crypto {
  constructor() {
    if (locked) {
      throw new TypeError("Illegal constructor");
    }
  }

  getRandomValues(array: unknown): unknown {
    mayBeImpure("crypto.getRandomValues()");
    const tag = (array as Partial<Uint8Array> | null)?.[Symbol.toStringTag] ?? "";
    if (!ArrayBuffer.isView(array) || !INTEGERS.has(tag)) {
      const message = "getRandomValues(array): array is a typed array of integers";
      throw new DOMException(message, "TypeMismatchError");
    }
    const { buffer, byteOffset, byteLength } = array;
    if (byteLength > MOST_BYTES) {
      const message = `getRandomValues: ${byteLength} bytes; ${MOST_BYTES} are the limit`;
      throw new DOMException(message, "QuotaExceededError");
    }
    random.fill(new Uint8Array(buffer, byteOffset, byteLength));
    return array;
  }

  randomUUID(): string {
    mayBeImpure("crypto.randomUUID()");
    const bytes = new Uint8Array(16);
    random.fill(bytes);
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
    const cuts = [0, 8, 12, 16, 20, 32];
    return cuts.slice(1).map((end, i) => hex.slice(cuts[i], end)).join("-");
  }

  get [Symbol.toStringTag](): string {
    return "Crypto";
  }
}

let locked = false;
export const crypto = new Crypto();
locked = true;
