/** A JSON Schema, of the keywords that `schema-derivation.js` writes. */
export type Schema = boolean | ObjectSchema;

export interface ObjectSchema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
}

export interface HandlerSchemas {
  readonly args?: Schema;
  readonly result?: Schema;
  /** Of each value, when the handler yields some. */
  readonly yields?: Schema;
}

/** The document of a class version; see `class-schemas.js`. */
export interface Schemas {
  readonly handlers?: Readonly<Record<string, HandlerSchemas>>;
  readonly create?: { readonly args?: Schema };
  readonly state?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const DEFINITIONS = "#/$defs/";
/** References that follow one another. */
const MOST_REFERENCES = 100;

const { hasOwn, keys } = Object;

/** What a schema refers to, or itself. A reference to nothing accepts everything. */
export function resolved(schema: Schema, { $defs = {} }: Schemas): Schema {
  let at = schema;
  for (let i = 0; typeof at === "object" && at.$ref !== undefined; i++) {
    const name = at.$ref.slice(DEFINITIONS.length).replaceAll("~1", "/").replaceAll("~0", "~");
    if (i === MOST_REFERENCES || !at.$ref.startsWith(DEFINITIONS) || !hasOwn($defs, name)) {
      return true;
    }
    at = $defs[name]!;
  }
  return at;
}

/** Alternatives, as far as a member tells them apart. */
export interface Distinguished {
  /** The member's name; null when there is none that does. */
  readonly tag: string | null;
  readonly byValue: ReadonlyMap<unknown, Schema>;
  /** Those that are no objects. */
  readonly others: readonly Schema[];
}

/** Finds a member that each object among the alternatives has, with one value that no other has. */
export function distinguished(schemas: readonly Schema[], all: Schemas): Distinguished {
  const objects: ObjectSchema[] = [];
  const others: Schema[] = [];
  for (const schema of schemas) {
    const at = resolved(schema, all);
    if (isObject(at)) {
      objects.push(at);
    } else if (mayBeObject(at)) {
      return NONE;
    } else {
      others.push(schema);
    }
  }
  const candidates = objects.length < 2 ? [] : keys(objects[0]!.properties ?? {});
  for (const tag of candidates) {
    const byValue = new Map<unknown, Schema>();
    for (const object of objects) {
      const value = requiredValue(object, tag);
      if (value !== undefined) {
        byValue.set(value, object);
      }
    }
    if (byValue.size === objects.length) {
      return { tag, byValue, others };
    }
  }
  return NONE;
}

const NONE: Distinguished = { tag: null, byValue: new Map(), others: [] };

function isObject(schema: Schema): schema is ObjectSchema {
  return typeof schema === "object" && schema.type === "object";
}

function mayBeObject(schema: Schema): boolean {
  if (typeof schema === "boolean") {
    return schema;
  }
  const { type } = schema;
  return schema.const === undefined && schema.enum === undefined &&
    (type === undefined || (typeof type !== "string" && type.includes("object")));
}

/** The only value that a member may have and that must be there. */
function requiredValue({ properties = {}, required = [] }: ObjectSchema, name: string): unknown {
  const schema = hasOwn(properties, name) && required.includes(name) ? properties[name]! : true;
  return typeof schema === "object" ? schema.const : undefined;
}
