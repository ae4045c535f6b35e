import { AnyOf, Tagged } from "./alternatives";
import { beginCheck, walk } from "./effort";
import { Issues, kindOf, pointer, Unchecked } from "./issues";
import { distinguished, type ObjectSchema, resolved, type Schema, type Schemas } from "./schemas";

/**
 * Checks made of JSON Schemas, of the keywords that the compiler's side writes. They ask for no
 * more than an assignment in TypeScript does: members that a type does not name may be there.
 */
export interface Check {
  /** Whether a value fits. @throws Unchecked when it takes too much to tell */
  fits(value: unknown, depth: number): boolean;
  /** The same, and says why not. @throws Unchecked */
  explain(value: unknown, path: string, depth: number, found: Issues): boolean;
}

const { hasOwn, keys, prototype } = Object;
const { isArray } = Array;

/** The issues of a value; null when it fits. `chars`: what its JSON has. */
export function issuesOf(check: Check, value: unknown, chars: number): Issues | null {
  const found = new Issues();
  beginCheck(chars);
  try {
    if (check.fits(value, 0)) {
      return null;
    }
    beginCheck(chars);
    check.explain(value, "", 0, found);
  } catch (thrown) {
    if (!(thrown instanceof Unchecked)) {
      throw thrown;
    }
    found.add("", thrown.reason, "");
  }
  return found;
}

const ANYTHING: Check = { fits: () => true, explain: () => true };

class Nothing implements Check {
  fits(): boolean {
    return false;
  }

  explain(_value: unknown, path: string, _depth: number, found: Issues): boolean {
    return found.add(path, "must not be there", "false");
  }
}

class OfKind implements Check {
  constructor(private readonly kinds: readonly string[]) {}

  fits(value: unknown): boolean {
    const kind = kindOf(value);
    for (const known of this.kinds) {
      if (known === kind) {
        return true;
      }
    }
    return false;
  }

  explain(value: unknown, path: string, _depth: number, found: Issues): boolean {
    return this.fits(value) || found.wrongKind(path, this.kinds, value);
  }
}

class OneOf implements Check {
  private readonly values: ReadonlySet<unknown>;

  constructor(values: readonly unknown[]) {
    this.values = new Set(values);
  }

  fits(value: unknown): boolean {
    return this.values.has(value);
  }

  explain(value: unknown, path: string, _depth: number, found: Issues): boolean {
    return this.fits(value) || found.wrongValue(path, [...this.values], value);
  }
}

/** A member of an object. */
interface Member {
  readonly name: string;
  readonly check: Check;
  readonly required: boolean;
  /** Whether every object has something of that name. */
  readonly inherited: boolean;
  readonly deep: boolean;
}

class OfObject implements Check {
  private readonly members: readonly Member[];
  /** The same; what is quick to tell goes first. */
  private readonly quickFirst: readonly Member[];
  private readonly rest: Check | null;
  private readonly named: ReadonlySet<string>;
  private readonly most: number;

  constructor(schema: ObjectSchema, compile: (schema: Schema) => Check) {
    const required = new Set(schema.required);
    const all = schema.properties ?? {};
    this.members = keys(all).map(name => ({
      name,
      check: compile(all[name]!),
      required: required.has(name),
      inherited: name in prototype,
      deep: isDeep(all[name]!),
    }));
    this.quickFirst = [...this.members].sort((one, other) => Number(one.deep) - Number(other.deep));
    const { additionalProperties: rest } = schema;
    this.rest = rest === undefined || rest === true ? null : compile(rest);
    this.named = new Set(keys(all));
    this.most = schema.maxProperties ?? Infinity;
  }

  fits(value: unknown, depth: number): boolean {
    if (typeof value !== "object" || value === null || isArray(value)) {
      return false;
    }
    walk(depth, 1);
    for (const member of this.quickFirst) {
      const given = memberOf(value, member);
      if (given === undefined ? member.required : !member.check.fits(given, depth + 1)) {
        return false;
      }
    }
    return (this.rest === null && this.most === Infinity) || this.othersFit(value, depth);
  }

  private othersFit(value: object, depth: number): boolean {
    const names = keys(value);
    walk(depth, names.length);
    return (
      names.length <= this.most &&
      names.every(name => this.named.has(name) || this.restFits(value, name, depth))
    );
  }

  private restFits(value: object, name: string, depth: number): boolean {
    const given = (value as Record<string, unknown>)[name];
    return this.rest === null || this.rest.fits(given, depth + 1);
  }

  explain(value: unknown, path: string, depth: number, found: Issues): boolean {
    if (typeof value !== "object" || value === null || isArray(value)) {
      return found.wrongKind(path, ["object"], value);
    }
    walk(depth, 1);
    let good = true;
    for (const member of this.members) {
      const given = memberOf(value, member);
      const at = pointer(path, member.name);
      if (given !== undefined) {
        good = member.check.explain(given, at, depth + 1, found) && good;
      } else if (member.required) {
        good = found.add(at, "is missing", "required");
      }
    }
    return this.explainOthers(value, path, depth, found) && good;
  }

  private explainOthers(value: object, path: string, depth: number, found: Issues): boolean {
    const { rest, most } = this;
    const names = keys(value);
    walk(depth, names.length);
    if (names.length > most) {
      const few = most === 0 ? "no members" : `at most ${most} members`;
      return found.add(path, `must have ${few}`, "maxProperties");
    }
    let good = true;
    if (rest !== null) {
      for (const name of names) {
        const given = (value as Record<string, unknown>)[name];
        const fits =
          this.named.has(name) || rest.explain(given, pointer(path, name), depth + 1, found);
        good = fits && good;
      }
    }
    return good;
  }
}

function memberOf(value: object, { name, inherited }: Member): unknown {
  return inherited && !hasOwn(value, name) ? undefined : (value as Record<string, unknown>)[name];
}

function isDeep(schema: Schema): boolean {
  return typeof schema === "object" && schema.const === undefined && schema.enum === undefined &&
    (typeof schema.type !== "string" || schema.type === "object" || schema.type === "array");
}

class OfArray implements Check {
  private readonly first: readonly Check[];
  private readonly items: Check | null;
  private readonly least: number;
  private readonly most: number;

  constructor(schema: ObjectSchema, compile: (schema: Schema) => Check) {
    const { prefixItems = [], items = true, minItems = 0 } = schema;
    this.first = prefixItems.map(compile);
    this.items = items === true || items === false ? null : compile(items);
    this.least = minItems;
    this.most = items === false ? prefixItems.length : Infinity;
  }

  fits(value: unknown, depth: number): boolean {
    if (!isArray(value) || value.length < this.least || value.length > this.most) {
      return false;
    }
    walk(depth, 1 + value.length);
    for (let i = 0; i < value.length; i++) {
      const check = i < this.first.length ? this.first[i]! : this.items;
      if (check !== null && !check.fits(value[i], depth + 1)) {
        return false;
      }
    }
    return true;
  }

  explain(value: unknown, path: string, depth: number, found: Issues): boolean {
    if (!isArray(value)) {
      return found.wrongKind(path, ["array"], value);
    }
    walk(depth, 1 + value.length);
    if (value.length < this.least) {
      const least = `at least ${this.least} elements`;
      return found.add(path, `must have ${least}, not ${value.length}`, "minItems");
    }
    if (value.length > this.most) {
      const most = `at most ${this.most} elements`;
      return found.add(path, `must have ${most}, not ${value.length}`, "items");
    }
    let good = true;
    for (let i = 0; i < value.length && found.hasRoom; i++) {
      const check = i < this.first.length ? this.first[i]! : this.items;
      good = (check === null || check.explain(value[i], `${path}/${i}`, depth + 1, found)) && good;
    }
    return good;
  }
}

/** A definition, compiled when it is first needed: it may refer to itself. */
class Referring implements Check {
  private check: Check | null = null;

  constructor(private readonly compiled: () => Check) {}

  fits(value: unknown, depth: number): boolean {
    return (this.check ??= this.compiled()).fits(value, depth);
  }

  explain(value: unknown, path: string, depth: number, found: Issues): boolean {
    return (this.check ??= this.compiled()).explain(value, path, depth, found);
  }
}

/** Makes the checks of one document; those of its definitions once. */
export class Compilation {
  private readonly definitions = new Map<string, Check>();

  constructor(private readonly schemas: Schemas) {}

  of(schema: Schema): Check {
    const compile = (part: Schema) => this.of(part);
    if (typeof schema === "boolean") {
      return schema ? ANYTHING : new Nothing();
    }
    if (schema.$ref !== undefined) {
      return this.definition(schema.$ref);
    }
    if (schema.anyOf !== undefined) {
      return this.union(schema.anyOf);
    }
    if (schema.enum !== undefined || schema.const !== undefined) {
      return new OneOf(schema.enum ?? [schema.const]);
    }
    switch (schema.type) {
      case undefined:
        return ANYTHING;
      case "object":
        return new OfObject(schema, compile);
      case "array":
        return new OfArray(schema, compile);
      default:
        return new OfKind(typeof schema.type === "string" ? [schema.type] : schema.type);
    }
  }

  private definition(ref: string): Check {
    let check = this.definitions.get(ref);
    if (check === undefined) {
      check = new Referring(() => this.of(resolved({ $ref: ref }, this.schemas)));
      this.definitions.set(ref, check);
    }
    return check;
  }

  private union(schemas: readonly Schema[]): Check {
    const { tag, byValue, others } = distinguished(schemas, this.schemas);
    if (tag === null) {
      return new AnyOf(schemas.map(each => this.of(each)), schemas, this.schemas);
    }
    const checks = new Map([...byValue].map(([value, schema]) => [value, this.of(schema)]));
    const tagged = new Tagged(tag, checks);
    if (others.length === 0) {
      return tagged;
    }
    const rest = others.map(each => this.of(each));
    return new AnyOf([...rest, tagged], [...others, { type: "object" }], this.schemas);
  }
}
