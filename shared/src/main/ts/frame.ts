/**
 * The frame's syntax: commands and outcomes are a header line, `OP n1 n2 …\n`, followed by text
 * segments whose lengths are the header's last numbers. A length is in UTF-16 units; -1 stands for
 * no text.
 */

const SPACE = 32;
const NEWLINE = 10;
const MINUS = 45;
const ZERO = 48;

/** A command that waits for a later step. */
export interface Command {
  readonly op: string;
  readonly numbers: readonly number[];
  readonly first: string | null;
  readonly second: string | null;
}

/** How many segments a command has. */
const SEGMENTS: ReadonlyMap<string, number> = new Map([
  ["A", 2],
  ["R", 1],
  ["S", 1],
  ["C", 2],
  ["V", 1],
  ["E", 2],
  ["G", 0],
  ["D", 0],
  ["X", 0],
]);

/** Reads commands one at a time; the fields hold the command that {@link next} found last. */
export class FrameReader {
  op = "";
  /** The header's numbers, without the segments' lengths. */
  readonly numbers: number[] = [0, 0, 0, 0];
  first: string | null = null;
  second: string | null = null;
  private text = "";
  private at = 0;

  open(text: string): void {
    this.text = text;
    this.at = 0;
  }

  /** Whether there was another command. */
  next(): boolean {
    const { text } = this;
    if (this.at >= text.length) {
      this.text = "";
      this.at = 0;
      return false;
    }
    const op = text[this.at]!;
    const segments = SEGMENTS.get(op);
    if (segments === undefined) {
      throw new Error(`frame: unknown command ${op}`);
    }
    const count = this.header();
    this.op = op;
    this.first = segments > 0 ? this.segment(this.numbers[count - segments]!) : null;
    this.second = segments > 1 ? this.segment(this.numbers[count - 1]!) : null;
    return true;
  }

  /** The present command, to be kept. */
  command(): Command {
    return { op: this.op, numbers: [...this.numbers], first: this.first, second: this.second };
  }

  /** Reads the numbers of a header line and passes its end. */
  private header(): number {
    const { text, numbers } = this;
    let at = this.at + 1;
    let count = 0;
    let value = 0;
    let negative = false;
    for (;;) {
      const unit = text.charCodeAt(++at);
      if (unit === SPACE || unit === NEWLINE) {
        numbers[count++] = negative ? -value : value;
        value = 0;
        negative = false;
        if (unit === NEWLINE) {
          this.at = at + 1;
          return count;
        }
      } else if (unit === MINUS) {
        negative = true;
      } else if (unit >= ZERO && unit <= ZERO + 9) {
        value = value * 10 + unit - ZERO;
      } else {
        throw new Error(`frame: bad header at ${this.at}`);
      }
    }
  }

  private segment(length: number): string | null {
    if (length < 0) {
      return null;
    }
    const start = this.at;
    this.at = start + length;
    return this.text.substring(start, this.at);
  }
}

/** The length of a segment for a header. */
export function lengthOf(segment: string | null): number {
  return segment === null ? -1 : segment.length;
}
