import type { Check } from "./checks";
import { walk } from "./effort";
import { type Issues, kindOf, listed, pointer, valueText } from "./issues";
import { resolved, type Schema, type Schemas } from "./schemas";

const { hasOwn } = Object;
const { isArray } = Array;

/** Alternatives that are tried one after the other. */
export class AnyOf implements Check {
  constructor(
    private readonly checks: readonly Check[],
    private readonly schemas: readonly Schema[],
    private readonly all: Schemas,
  ) {}

  fits(value: unknown, depth: number): boolean {
    walk(depth, 1);
    for (const check of this.checks) {
      if (check.fits(value, depth)) {
        return true;
      }
    }
    return false;
  }

  explain(value: unknown, path: string, depth: number, found: Issues): boolean {
    if (this.fits(value, depth)) {
      return true;
    }
    const kind = kindOf(value);
    const shaped = this.schemas.map(each => resolved(each, this.all));
    const near = shaped.flatMap((each, i) => (kindsOf(each).includes(kind) ? [i] : []));
    if (near.length === 1) {
      return this.checks[near[0]!]!.explain(value, path, depth, found);
    }
    if (near.length === 0 && shaped.every(each => kindsOf(each).length > 0)) {
      return found.wrongKind(path, [...new Set(shaped.flatMap(kindsOf))], value);
    }
    return found.add(path, "fits none of the alternatives", "anyOf");
  }
}

/** The kinds that a schema says; none when it has none at its top. */
function kindsOf(schema: Schema): readonly string[] {
  if (typeof schema === "boolean") {
    return [];
  }
  if (schema.const !== undefined || schema.enum !== undefined) {
    return [...new Set((schema.enum ?? [schema.const]).map(kindOf))];
  }
  return typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
}

/** Alternatives that a member with a value of its own tells apart. */
export class Tagged implements Check {
  constructor(
    private readonly tag: string,
    private readonly byValue: ReadonlyMap<unknown, Check>,
  ) {}

  fits(value: unknown, depth: number): boolean {
    walk(depth, 1);
    const check = this.chosen(value);
    return check !== undefined && check.fits(value, depth);
  }

  explain(value: unknown, path: string, depth: number, found: Issues): boolean {
    walk(depth, 1);
    const check = this.chosen(value);
    if (check !== undefined) {
      return check.explain(value, path, depth, found);
    }
    if (typeof value !== "object" || value === null || isArray(value)) {
      return found.wrongKind(path, ["object"], value);
    }
    const at = pointer(path, this.tag);
    const values = [...this.byValue.keys()];
    return hasOwn(value, this.tag)
      ? found.wrongValue(at, values, (value as Record<string, unknown>)[this.tag])
      : found.add(at, `is missing; it is one of ${listed(values.map(valueText))}`, "required");
  }

  private chosen(value: unknown): Check | undefined {
    return typeof value === "object" && value !== null && hasOwn(value, this.tag)
      ? this.byValue.get((value as Record<string, unknown>)[this.tag])
      : undefined;
  }
}
