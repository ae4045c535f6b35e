import { ActjsError, clip } from "./errors";
import { stage } from "./stage";

const NONE: readonly string[] = [];
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f-\u009f]/;
const SHOWN = 60;

/** The tags of one actor: those before the running turn, and those that it leaves. */
export class Tags {
  private before: readonly string[] = NONE;
  private now: Set<string> | null = null;

  /** Takes over what is stored; or, `fresh`, what the first turn is to store. */
  begin(text: string, fresh: boolean): void {
    const tags = text === "" ? NONE : text.split("\n");
    if (fresh) {
      this.now = new Set(tags);
    } else {
      this.before = tags;
    }
  }

  /** Sorted. */
  get list(): string[] {
    return this.now === null ? [...this.before] : [...this.now].sort();
  }

  add(tag: unknown): void {
    const name = checked(tag, "tag");
    const now = (this.now ??= new Set(this.before));
    if (!now.has(name) && now.size >= stage.limits.tags) {
      throw new ActjsError("TagLimit", `tag: an actor may have ${stage.limits.tags} tags`);
    }
    now.add(name);
  }

  remove(tag: unknown): void {
    const name = checked(tag, "untag");
    (this.now ??= new Set(this.before)).delete(name);
  }

  /** Ends a turn that did well; returns the tags as one text, if it changed them. */
  commit(): string | null {
    if (this.now === null) {
      return null;
    }
    const { before, list } = this;
    const same = list.length === before.length && list.every((tag, at) => tag === before[at]);
    this.before = list;
    this.now = null;
    return same ? null : list.join("\n");
  }

  rollback(): void {
    this.now = null;
  }
}

function checked(tag: unknown, verb: string): string {
  if (typeof tag !== "string") {
    throw new TypeError(`${verb}: a tag is a string, not ${typeof tag}`);
  }
  const { tagBytes } = stage.limits;
  const fits = tag !== "" && tag.length <= tagBytes && tag.isWellFormed();
  if (!fits || CONTROL_CHARACTER.test(tag) || utf8Length(tag) > tagBytes) {
    const rule = `1 to ${tagBytes} bytes of UTF-8 without control characters`;
    throw new ActjsError("TagInvalid", `${verb}: "${clip(tag, SHOWN)}" is not a tag: ${rule}`);
  }
  return tag;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const point of text) {
    const code = point.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
