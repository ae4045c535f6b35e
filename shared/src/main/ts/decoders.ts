// The decoders of https://encoding.spec.whatwg.org that TextDecoder has.

/** What windows-1252 has from 0x80 to 0x9f. */
const WINDOWS_1252 =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

/** Takes bytes and gives code points. `null` stands for the end; -1 for an error. */
export interface Decoding {
  /** Whether the next byte of ASCII may be something else than a character. */
  readonly pending: boolean;
  byte(value: number | null, emit: (point: number) => void): void;
}

/** The decoder of https://encoding.spec.whatwg.org/#utf-8-decoder. */
class Utf8Decoding implements Decoding {
  private point = 0;
  private needed = 0;
  private lower = 0x80;
  private upper = 0xbf;

  get pending(): boolean {
    return this.needed > 0;
  }

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

  readonly pending = true;

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
  pending: false,
  byte(value, emit) {
    if (value !== null) {
      emit(value >= 0x80 && value <= 0x9f ? WINDOWS_1252.charCodeAt(value - 0x80) : value);
    }
  },
};

/** The decoder of an encoding, by its name. */
export function decodingOf(encoding: string): Decoding {
  switch (encoding) {
    case "utf-8":
      return new Utf8Decoding();
    case "windows-1252":
      return SINGLE_BYTES;
    default:
      return new Utf16Decoding(encoding === "utf-16be");
  }
}
