import { clip } from "./errors";

/** Why a value does not fit in one place. `path` is a JSON pointer into it. */
export interface Issue {
  readonly path: string;
  readonly message: string;
  /** The keyword of the schema that it does not fit. */
  readonly keyword: string;
}

/** Thrown by a check that cannot tell. */
export class Unchecked {
  constructor(readonly reason: string) {}
}

const MOST = 20;
const LONGEST_PATH = 200;
const LONGEST_VALUE = 60;
const MOST_VALUES = 10;

/** The issues of one value; of many, the first. */
export class Issues {
  readonly list: Issue[] = [];

  get hasRoom(): boolean {
    return this.list.length < MOST;
  }

  /** Takes one more, and says that the value does not fit. */
  add(path: string, message: string, keyword: string): false {
    if (this.hasRoom) {
      this.list.push({ path: clip(path, LONGEST_PATH), message, keyword });
    }
    return false;
  }

  wrongKind(path: string, kinds: readonly string[], value: unknown): false {
    const wanted = listed(kinds.map(kind => NAMES[kind] ?? kind));
    return this.add(path, `must be ${wanted}, not ${NAMES[kindOf(value)]}`, "type");
  }

  wrongValue(path: string, values: readonly unknown[], value: unknown): false {
    const wanted = listed(values.map(valueText));
    const one = values.length === 1;
    const message = `must be ${one ? "" : "one of "}${wanted}, not ${valueText(value)}`;
    return this.add(path, message, one ? "const" : "enum");
  }

  /** The first, in words. `whole`: the name of the value. */
  text(whole: string): string {
    const [{ path, message }, ...others] = this.list as [Issue, ...Issue[]];
    const more = others.length === 0 ? "" : `; and ${others.length} more`;
    return `${path === "" ? whole : path} ${message}${more}`;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  array: "an array",
  boolean: "a boolean",
  null: "null",
  number: "a number",
  object: "an object",
  string: "a string",
};

/** The kind of JSON that a value is. */
export function kindOf(value: unknown): string {
  if (value === null) {
    return "null";
  }
  return Array.isArray(value) ? "array" : typeof value;
}

/** A value as a message shows it. */
export function valueText(value: unknown): string {
  return typeof value === "object" && value !== null
    ? NAMES[kindOf(value)]!
    : clip(JSON.stringify(value), LONGEST_VALUE);
}

export function listed(texts: readonly string[]): string {
  if (texts.length > MOST_VALUES) {
    return `${texts.slice(0, MOST_VALUES).join(", ")} … (${texts.length} in all)`;
  }
  const last = texts.at(-1)!;
  return texts.length === 1 ? last : `${texts.slice(0, -1).join(", ")} or ${last}`;
}

/** The pointer to a member. */
export function pointer(path: string, name: string): string {
  return `${path}/${clip(name.replaceAll("~", "~0").replaceAll("/", "~1"), LONGEST_PATH)}`;
}
