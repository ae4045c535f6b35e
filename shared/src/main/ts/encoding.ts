import { latin1 } from "./base64";
import { type Decoding, decodingOf } from "./decoders";

// https://encoding.spec.whatwg.org, for UTF-8, UTF-16 and windows-1252; a label of another encoding
// is a RangeError, as an unknown one is.

const LABELS: readonly (readonly [string, string])[] = [
  ["utf-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"],
  ["utf-16le", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"],
  ["utf-16be", "unicodefffe utf-16be"],
  [
    "windows-1252",
    "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 " +
      "iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252",
  ],
];

const ENCODINGS: ReadonlyMap<string, string> = new Map(
  LABELS.flatMap(([name, labels]) => labels.split(" ").map(label => [label, name] as const)),
);

const REPLACEMENT = 0xfffd;
const SHORTEST_RUN = 16;
const PIECE = 4_096;

/** Bytes of a BufferSource, not copied. */
function bytesOf(source: unknown): Uint8Array {
  if (source === undefined) {
    return new Uint8Array(0);
  }
  if (ArrayBuffer.isView(source)) {
    return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  }
  if (source instanceof ArrayBuffer) {
    return new Uint8Array(source);
  }
  throw new TypeError("decode(bytes): bytes is an ArrayBuffer or a view of one");
}

/** Where the run of ASCII that begins at `from` ends. */
function endOfAscii(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at]! < 0x80) {
    at++;
  }
  return at;
}

/** How many bytes UTF-8 needs for a text, and their writing. */
function writeUtf8(text: string, into: Uint8Array): { read: number; written: number } {
  let written = 0;
  let read = 0;
  while (read < text.length) {
    let point = text.codePointAt(read)!;
    const units = point > 0xffff ? 2 : 1;
    if (point >= 0xd800 && point <= 0xdfff) {
      point = REPLACEMENT;
    }
    const length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (written + length > into.length) {
      break;
    }
    if (length === 1) {
      into[written++] = point;
    } else {
      const shift = 6 * (length - 1);
      into[written++] = ((0xf00 >> length) & 0xff) | (point >> shift);
      for (let rest = shift - 6; rest >= 0; rest -= 6) {
        into[written++] = 0x80 | ((point >> rest) & 0x3f);
      }
    }
    read += units;
  }
  return { read, written };
}

export class TextEncoder {
  get encoding(): string {
    return "utf-8";
  }

  encode(input: unknown = ""): Uint8Array {
    const text = String(input);
    const room = new Uint8Array(text.length * 3);
    const { written } = writeUtf8(text, room);
    return room.slice(0, written);
  }

  encodeInto(source: unknown, destination: unknown): { read: number; written: number } {
    if (!(destination instanceof Uint8Array)) {
      throw new TypeError("encodeInto(text, bytes): bytes is a Uint8Array");
    }
    return writeUtf8(String(source), destination);
  }

  get [Symbol.toStringTag](): string {
    return "TextEncoder";
  }
}

export class TextDecoder {
  readonly #encoding: string;
  readonly #fatal: boolean;
  readonly #ignoreBOM: boolean;
  #decoding: Decoding | null = null;
  #begun = false;

  constructor(label: unknown = "utf-8", options?: { fatal?: unknown; ignoreBOM?: unknown }) {
    const wanted = String(label)
      .replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, "")
      .toLowerCase();
    const encoding = ENCODINGS.get(wanted);
    if (encoding === undefined) {
      const known = LABELS.map(([name]) => name).join(", ");
      throw new RangeError(`TextDecoder: '${wanted}' is none of the encodings here, ${known}`);
    }
    this.#encoding = encoding;
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
  }

  get encoding(): string {
    return this.#encoding;
  }

  get fatal(): boolean {
    return this.#fatal;
  }

  get ignoreBOM(): boolean {
    return this.#ignoreBOM;
  }

  decode(input?: unknown, options?: { stream?: unknown }): string {
    const bytes = bytesOf(input);
    if (this.#decoding === null) {
      this.#decoding = decodingOf(this.#encoding);
      this.#begun = false;
    }
    const decoding = this.#decoding;
    if (!options?.stream) {
      this.#decoding = null;
    }
    let text = "";
    let units: number[] = [];
    const emit = (point: number) => {
      if (point < 0 && this.#fatal) {
        this.#decoding = null;
        throw new TypeError(`the bytes are not ${this.#encoding}`);
      }
      if (!this.#begun) {
        this.#begun = true;
        if (point === 0xfeff && !this.#ignoreBOM && this.#encoding !== "windows-1252") {
          return;
        }
      }
      units.push(point < 0 ? REPLACEMENT : point);
      if (units.length === PIECE) {
        text += String.fromCodePoint(...units);
        units = [];
      }
    };
    for (let at = 0; at < bytes.length; at++) {
      const ascii = decoding.pending ? at : endOfAscii(bytes, at);
      if (ascii - at >= SHORTEST_RUN) {
        text += String.fromCodePoint(...units) + latin1(bytes.subarray(at, ascii));
        units = [];
        this.#begun = true;
        at = ascii;
      }
      if (at < bytes.length) {
        decoding.byte(bytes[at]!, emit);
      }
    }
    if (!options?.stream) {
      decoding.byte(null, emit);
    }
    return text + String.fromCodePoint(...units);
  }

  get [Symbol.toStringTag](): string {
    return "TextDecoder";
  }
}
