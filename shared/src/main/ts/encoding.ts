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

/** What windows-1252 has from 0x80 to 0x9f. */
const WINDOWS_1252 =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

const REPLACEMENT = 0xfffd;
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

/** Takes bytes and gives code points. `null` stands for the end; -1 for an error. */
interface Decoding {
  byte(value: number | null, emit: (point: number) => void): void;
}

/** The decoder of https://encoding.spec.whatwg.org/#utf-8-decoder. */
class Utf8Decoding implements Decoding {
  private point = 0;
  private needed = 0;
  private lower = 0x80;
  private upper = 0xbf;

  byte(value: number | null, emit: (point: number) => void): void {
    if (value === null) {
      if (this.needed > 0) {
        this.needed = 0;
        emit(-1);
      }
      return;
    }
    if (this.needed === 0) {
      this.first(value, emit);
      return;
    }
    if (value < this.lower || value > this.upper) {
      this.reset();
      emit(-1);
      this.first(value, emit);
      return;
    }
    this.lower = 0x80;
    this.upper = 0xbf;
    this.point = (this.point << 6) | (value & 0x3f);
    if (--this.needed === 0) {
      emit(this.point);
    }
  }

  private first(value: number, emit: (point: number) => void): void {
    if (value < 0x80) {
      emit(value);
    } else if (value >= 0xc2 && value <= 0xdf) {
      this.begin(1, value & 0x1f);
    } else if (value >= 0xe0 && value <= 0xef) {
      this.lower = value === 0xe0 ? 0xa0 : 0x80;
      this.upper = value === 0xed ? 0x9f : 0xbf;
      this.begin(2, value & 0xf);
    } else if (value >= 0xf0 && value <= 0xf4) {
      this.lower = value === 0xf0 ? 0x90 : 0x80;
      this.upper = value === 0xf4 ? 0x8f : 0xbf;
      this.begin(3, value & 7);
    } else {
      emit(-1);
    }
  }

  private begin(needed: number, point: number): void {
    this.needed = needed;
    this.point = point;
  }

  private reset(): void {
    this.needed = 0;
    this.lower = 0x80;
    this.upper = 0xbf;
  }
}

class Utf16Decoding implements Decoding {
  private lead = -1;
  private high = -1;

  constructor(private readonly bigEndian: boolean) {}

  byte(value: number | null, emit: (point: number) => void): void {
    if (value === null) {
      if (this.lead >= 0 || this.high >= 0) {
        this.lead = this.high = -1;
        emit(-1);
      }
    } else if (this.lead < 0) {
      this.lead = value;
    } else {
      const unit = this.bigEndian ? (this.lead << 8) | value : (value << 8) | this.lead;
      this.lead = -1;
      this.unit(unit, emit);
    }
  }

  private unit(unit: number, emit: (point: number) => void): void {
    const isLow = unit >= 0xdc00 && unit <= 0xdfff;
    if (this.high >= 0) {
      const { high } = this;
      this.high = -1;
      if (isLow) {
        emit(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
        return;
      }
      emit(-1);
    }
    if (isLow) {
      emit(-1);
    } else if (unit >= 0xd800 && unit <= 0xdbff) {
      this.high = unit;
    } else {
      emit(unit);
    }
  }
}

const SINGLE_BYTES: Decoding = {
  byte(value, emit) {
    if (value !== null) {
      emit(value >= 0x80 && value <= 0x9f ? WINDOWS_1252.charCodeAt(value - 0x80) : value);
    }
  },
};

function decodingOf(encoding: string): Decoding {
  switch (encoding) {
    case "utf-8":
      return new Utf8Decoding();
    case "windows-1252":
      return SINGLE_BYTES;
    default:
      return new Utf16Decoding(encoding === "utf-16be");
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
    for (const value of bytes) {
      decoding.byte(value, emit);
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
