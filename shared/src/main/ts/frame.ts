import type { Origin } from "./localcalls";

/**
 * The frame's syntax, the same in both directions: items, one right after the other, each of a
 * header line `OP n1 n2 …:len1:len2…\n` and the text segments whose lengths the header gives. A
 * length is in UTF-16 units; -1 stands for no text. What an item holds is its reader's affair: one
 * more number or segment changes nothing here.
 */

const SPACE = 32;
const COLON = 58;
const NEWLINE = 10;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
const FIRST_OP = 65;
const LAST_OP = 90;

/** Numbers, and segments, that one item has at most. */
const MOST = 64;
const MOST_DIGITS = 16;

/** A command. */
export interface Command {
  readonly op: string;
  readonly numbers: readonly number[];
  readonly segments: readonly (string | null)[];
  /** Who waits for a call that does not come from the server. */
  readonly from: Origin | null;
}

/** Reads items one at a time; the fields hold the item that {@link next} found last. */
export class FrameReader implements Command {
  readonly from = null;
  op = "";
  readonly numbers: number[] = [];
  readonly segments: (string | null)[] = [];
  private readonly lengths: number[] = [];
  private text = "";
  private at = 0;

  open(text: string): void {
    this.text = text;
    this.at = 0;
  }

  /** Whether there was another item. @throws Error when what is there is none */
  next(): boolean {
    const { text } = this;
    if (this.at >= text.length) {
      this.forget();
      return false;
    }
    const op = text.charCodeAt(this.at);
    if (op < FIRST_OP || op > LAST_OP) {
      throw this.malformed("command");
    }
    this.op = text[this.at++]!;
    this.list(SPACE, this.numbers);
    this.list(COLON, this.lengths);
    if (text.charCodeAt(this.at) !== NEWLINE) {
      throw this.malformed("end of header");
    }
    this.at++;
    this.cut();
    return true;
  }

  /** The present item, to be kept. */
  command(): Command {
    return { op: this.op, numbers: [...this.numbers], segments: [...this.segments], from: null };
  }

  /** A segment keeps all of its frame in memory. */
  private forget(): void {
    const { segments } = this;
    this.text = "";
    this.at = 0;
    // A call of fill() costs more than this.
    for (let i = 0; i < segments.length; i++) {
      segments[i] = null;
    }
  }

  /** Reads the numbers that each have `mark` before them, and passes them. */
  private list(mark: number, numbers: number[]): void {
    const { text } = this;
    let { at } = this;
    let count = 0;
    let unit = text.charCodeAt(at);
    while (unit === mark) {
      unit = text.charCodeAt(++at);
      const negative = unit === MINUS;
      if (negative) {
        unit = text.charCodeAt(++at);
      }
      const start = at;
      let value = 0;
      while (unit >= ZERO && unit <= NINE) {
        value = value * 10 + (unit - ZERO);
        unit = text.charCodeAt(++at);
      }
      this.at = at;
      if (at === start || at - start > MOST_DIGITS || value > Number.MAX_SAFE_INTEGER) {
        throw this.malformed("number");
      }
      if (count === MOST) {
        throw this.malformed(`end after ${MOST} numbers`);
      }
      numbers[count++] = negative ? 0 - value : value;
    }
    if (numbers.length !== count) {
      numbers.length = count;
    }
  }

  /** Cuts the segments out of the text behind the header, and passes them. */
  private cut(): void {
    const { text, lengths, segments } = this;
    for (let i = 0; i < lengths.length; i++) {
      const length = lengths[i]!;
      if (length < -1 || length > text.length - this.at) {
        throw this.malformed(`segment of length ${length}`);
      }
      const start = this.at;
      this.at = length < 0 ? start : start + length;
      segments[i] = length < 0 ? null : text.substring(start, this.at);
    }
    if (segments.length !== lengths.length) {
      segments.length = lengths.length;
    }
  }

  private malformed(expected: string): Error {
    return new Error(`malformed frame: no ${expected} at ${this.at}`);
  }
}

/** A number that a command must have. */
export function numberOf({ op, numbers }: Command, index: number): number {
  const number = numbers[index];
  if (number === undefined) {
    throw new Error(`frame: ${op} has no number ${index}`);
  }
  return number;
}

/** A segment that a command must have, if only an absent one. */
export function segmentOf({ op, segments }: Command, index: number): string | null {
  const segment = segments[index];
  if (segment === undefined) {
    throw new Error(`frame: ${op} has no segment ${index}`);
  }
  return segment;
}

/** A segment that a command must have and that must not be absent. */
export function textOf(command: Command, index: number): string {
  const text = segmentOf(command, index);
  if (text === null) {
    throw new Error(`frame: segment ${index} of ${command.op} must not be absent`);
  }
  return text;
}

/** The length of a segment for a header. */
export function lengthOf(segment: string | null): number {
  return segment === null ? -1 : segment.length;
}
