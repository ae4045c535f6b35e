// Derives JSON Schemas (2020-12) from types. Completion value: a function that takes the compiler's
// API (`ts`) and gives `derivation(checker, isLibrary)`, which makes the schemas of one document.
//
// A schema accepts the JSON that fits the type, and more where the type says more than a schema can:
// then it is `true`, or wider than the type, and a note says where and why. It never refuses what
// fits. Members that no type names are allowed, as an assignment allows them; `undefined` is absence.
(function (ts) {
  "use strict";

  const DEEPEST = 40;
  const MOST_DEFINITIONS = 300;
  const MOST_NOTES = 100;
  /** Characters of a document, about. */
  const MOST_CHARS = 128 * 1024;
  /** What a schema without names and literals counts as. */
  const NODE_CHARS = 24;
  const LONGEST_NAME = 60;
  const LONGEST_NOTE = 300;

  const { TypeFlags, SymbolFlags, ModifierFlags } = ts;
  const ABSENT = TypeFlags.Undefined | TypeFlags.Void;
  const LITERAL = TypeFlags.StringLiteral | TypeFlags.NumberLiteral | TypeFlags.BooleanLiteral;

  /** Of types that no JSON value has: alone it is said, in a union it leaves the others. */
  class Impossible {
    constructor(reason) {
      this.reason = reason;
    }
  }

  const clip = text => (text.length <= LONGEST_NOTE ? text : text.slice(0, LONGEST_NOTE) + "…").toWellFormed();
  const escaped = name => name.replaceAll("~", "~0").replaceAll("/", "~1");

  function derivation(checker, isLibrary) {
    const definitions = Object.create(null);
    const names = new Map();
    const unfilled = [];
    const notes = [];
    let chars = 0;

    function note(at, reason, more = {}) {
      if (notes.length < MOST_NOTES) {
        notes.push({ at: clip(at), reason: clip(reason), ...more });
      } else if (notes.length === MOST_NOTES) {
        notes.push({ at: "", reason: "and more that is not said" });
      }
    }

    function open(at, reason) {
      note(at, reason);
      return true;
    }

    /** Counts what is about to be written; false when there is no room for it. */
    function hasRoom(length) {
      chars += NODE_CHARS + length;
      return chars <= MOST_CHARS;
    }

    const textOf = type => checker.typeToString(type).slice(0, 120);

    /** The schema of a type; `at` is its place in the document, a JSON pointer. */
    function schemaOf(type, at, depth = 0) {
      const schema = possible(type, at, depth);
      return schema instanceof Impossible ? open(at, schema.reason) : schema;
    }

    function possible(type, at, depth) {
      if (!hasRoom(0) || depth > DEEPEST) {
        return open(at, "the types are too large for a schema; anything is accepted here");
      }
      const name = nameOf(type);
      if (name === undefined) {
        return inlined(type, at, depth);
      }
      return name === null
        ? open(at, `more than ${MOST_DEFINITIONS} named types; anything is accepted here`)
        : { $ref: `#/$defs/${escaped(name)}` };
    }

    /** The name of a type's definition; undefined when it has none, null when there are too many. */
    function nameOf(type) {
      const known = names.get(type);
      if (known !== undefined || !isNamed(type)) {
        return known;
      }
      if (names.size >= MOST_DEFINITIONS) {
        return null;
      }
      const base = checker.typeToString(type).replace(/^typeof |^import\([^)]*\)\./, "")
        .replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_+|_+$/g, "").slice(0, LONGEST_NAME) || "Type";
      let name = base;
      for (let n = 2; name in definitions; n++) {
        name = `${base}_${n}`;
      }
      definitions[name] = true;
      hasRoom(2 * name.length);
      names.set(type, name);
      unfilled.push({ type, name });
      return name;
    }

    function isNamed(type) {
      const { flags, aliasSymbol, symbol } = type;
      const structured = TypeFlags.Object | TypeFlags.Union | TypeFlags.Intersection;
      if ((flags & structured) === 0 || (flags & TypeFlags.Boolean) !== 0 || isImpossible(type)) {
        return false;
      }
      if (aliasSymbol !== undefined) {
        return !(aliasSymbol.name === "Record" && isOfLibrary(aliasSymbol));
      }
      const declared = SymbolFlags.Class | SymbolFlags.Interface | SymbolFlags.Enum;
      return symbol !== undefined && (symbol.flags & declared) !== 0 &&
        (!isOfLibrary(symbol) || symbol.name === "ActorRef" || symbol.name === "Reminder") &&
        !isArray(type);
    }

    const isOfLibrary = symbol => (symbol.declarations ?? []).some(each => isLibrary(each.getSourceFile()));
    const isArray = type => checker.isArrayType(type) || checker.isTupleType(type);
    const isImpossible = type => impossible(type) !== undefined;

    /** Why no JSON value has the type; undefined when some have. */
    function impossible(type) {
      if ((type.flags & TypeFlags.BigIntLike) !== 0) {
        return "a bigint is not JSON";
      }
      if ((type.flags & TypeFlags.ESSymbolLike) !== 0) {
        return "a symbol is not JSON";
      }
      if ((type.flags & TypeFlags.Object) === 0 || isArray(type)) {
        return undefined;
      }
      if (isFunction(type)) {
        return "a function is not JSON";
      }
      const { symbol } = type;
      const foreign = symbol !== undefined && (symbol.flags & (SymbolFlags.Class | SymbolFlags.Interface)) !== 0 &&
        isOfLibrary(symbol) && checker.getPropertiesOfType(type).some(isMethod);
      return foreign ? `${symbol.name} is not JSON` : undefined;
    }

    function isFunction(type) {
      return type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0;
    }

    function isMethod(symbol) {
      return (symbol.flags & SymbolFlags.Optional) === 0 && isFunction(checker.getTypeOfSymbol(symbol));
    }

    function inlined(type, at, depth) {
      const { flags } = type;
      const reason = impossible(type);
      if (reason !== undefined) {
        return new Impossible(reason);
      }
      if ((flags & TypeFlags.Any) !== 0) {
        note(at, "any: nothing is checked", { untyped: true });
        return true;
      }
      if ((flags & TypeFlags.Unknown) !== 0) {
        note(at, "unknown: nothing is checked", { untyped: true });
        return true;
      }
      if ((flags & (TypeFlags.Never | ABSENT)) !== 0) {
        return false;
      }
      if ((flags & LITERAL) !== 0) {
        return literal(type, at);
      }
      if ((flags & (TypeFlags.TemplateLiteral | TypeFlags.StringMapping)) !== 0) {
        note(at, `${textOf(type)}: any string is accepted`);
        return { type: "string" };
      }
      const kind = kindOf(flags);
      if (kind !== undefined) {
        return { type: kind };
      }
      if ((flags & TypeFlags.NonPrimitive) !== 0) {
        return { type: ["object", "array"] };
      }
      if (type.isUnion()) {
        return union(type, at, depth);
      }
      if (type.isIntersection()) {
        return intersection(type, at, depth);
      }
      if ((flags & TypeFlags.Object) !== 0) {
        return isArray(type) ? array(type, at, depth) : object(type, at, depth);
      }
      return constrained(type, at, depth);
    }

    function kindOf(flags) {
      if ((flags & TypeFlags.String) !== 0) {
        return "string";
      }
      if ((flags & TypeFlags.Boolean) !== 0) {
        return "boolean";
      }
      if ((flags & TypeFlags.Null) !== 0) {
        return "null";
      }
      const number = (flags & TypeFlags.Number) !== 0 ||
        ((flags & TypeFlags.Enum) !== 0 && (flags & TypeFlags.Union) === 0);
      return number ? "number" : undefined;
    }

    const valueOf = type =>
      (type.flags & TypeFlags.BooleanLiteral) !== 0 ? type.intrinsicName === "true" : type.value;

    /** Whether a literal can stand in a document. */
    const isText = value => (typeof value === "string" ? value.isWellFormed() : typeof value === "boolean" || Number.isFinite(value));

    function literal(type, at) {
      const value = valueOf(type);
      if (typeof value === "string" && !value.isWellFormed()) {
        note(at, "half of a surrogate pair is no text: any string is accepted");
        return { type: "string" };
      }
      if (typeof value === "number" && !Number.isFinite(value)) {
        return new Impossible(`${value} is not JSON`);
      }
      return hasRoom(String(value).length)
        ? { const: value }
        : open(at, "the types are too large for a schema; anything is accepted here");
    }

    /** The members of a union, those that have a name as they are. */
    function membersOf(type) {
      if (!type.isUnion() || (type.flags & TypeFlags.Boolean) !== 0) {
        return [type];
      }
      const members = type.origin !== undefined && type.origin.isUnion() ? type.origin.types : type.types;
      const stays = each => each === type || (isNamed(each) && !(each.isUnion() && each.types.some(isAbsent)));
      return members.flatMap(each => (stays(each) ? [each] : membersOf(each)));
    }

    const isAbsent = type => (type.flags & ABSENT) !== 0;
    const isPresent = type => !isAbsent(type);

    function union(type, at, depth) {
      return unionOf(membersOf(type).filter(isPresent), at, depth);
    }

    function unionOf(members, at, depth) {
      const values = new Set();
      const kinds = new Set();
      const others = [];
      const reasons = [];
      const before = chars;
      for (const member of members) {
        const { flags } = member;
        const kind = kindOf(flags);
        if (kind !== undefined) {
          kinds.add(kind);
        } else if ((flags & LITERAL) !== 0 && isText(valueOf(member))) {
          if (!hasRoom(String(valueOf(member)).length)) {
            chars = before;
            return open(at, "the union is too large for a schema; anything is accepted here");
          }
          values.add(valueOf(member));
        } else {
          const schema = possible(member, at, depth + 1);
          if (schema instanceof Impossible) {
            reasons.push(schema.reason);
          } else {
            others.push(schema);
          }
        }
      }
      if (values.has(true) && values.has(false)) {
        kinds.add("boolean");
      }
      [...values].filter(value => kinds.has(typeof value)).forEach(value => values.delete(value));
      const parts = distinct([...simple(values, kinds), ...others]);
      if (parts.length === 0 && reasons.length > 0) {
        return new Impossible(reasons.join("; "));
      }
      reasons.forEach(reason => note(at, `${reason}: what else the union has is accepted`));
      return anyOf(parts);
    }

    /** One schema for all literals, and one for all kinds. */
    function simple(values, kinds) {
      const listed = [...values];
      if (listed.length > 0 && kinds.size === 1 && kinds.has("null")) {
        return [{ enum: [...listed, null] }];
      }
      const parts = [];
      if (listed.length > 0) {
        parts.push(listed.length === 1 ? { const: listed[0] } : { enum: listed });
      }
      if (kinds.size > 0) {
        parts.push({ type: kinds.size === 1 ? [...kinds][0] : [...kinds].sort() });
      }
      return parts;
    }

    function distinct(schemas) {
      return [...new Map(schemas.map(schema => [JSON.stringify(schema), schema])).values()];
    }

    function anyOf(parts) {
      const some = distinct(parts.filter(part => part !== false));
      if (some.includes(true)) {
        return true;
      }
      return some.length > 1 ? { anyOf: some } : (some[0] ?? false);
    }

    function intersection(type, at, depth) {
      const plain = type.types.filter(each => (each.flags & TypeFlags.Object) === 0);
      if (plain.length === 0) {
        return object(type, at, depth);
      }
      const known = plain.find(each => (each.flags & TypeFlags.Instantiable) === 0);
      if (known === undefined) {
        return constrained(type, at, depth);
      }
      note(at, `${textOf(type)}: only ${textOf(known)} is checked`);
      return possible(known, at, depth + 1);
    }

    /** What is still open is held against what it is bound by. */
    function constrained(type, at, depth) {
      const bound = checker.getBaseConstraintOfType(type);
      if (bound === undefined || bound === type || (bound.flags & TypeFlags.Unknown) !== 0) {
        return open(at, `${textOf(type)} is left open: nothing is checked`);
      }
      if ((bound.flags & TypeFlags.Instantiable) !== 0) {
        return open(at, `${textOf(type)} is left open: nothing is checked`);
      }
      note(at, `${textOf(type)} is left open: its bound is checked`);
      return possible(bound, at, depth + 1);
    }

    function array(type, at, depth) {
      const elements = checker.getTypeArguments(type);
      if (checker.isArrayType(type)) {
        return { type: "array", items: element(elements[0], `${at}/items`, depth) };
      }
      return tuple(elements, type.target.elementFlags, at, depth);
    }

    /** Of an element; there is no absent one. */
    function element(type, at, depth) {
      const { schema } = possibleMember(type, at, depth);
      return schema instanceof Impossible ? open(at, schema.reason) : schema;
    }

    function tuple(elements, flags, at, depth) {
      const isOpen = flag => (flag & ts.ElementFlags.Variable) !== 0;
      const firstOpen = flags.findIndex(isOpen);
      const schemas = elements.map((type, i) => {
        const place = i === firstOpen ? `${at}/items` : `${at}/prefixItems/${i}`;
        return element(type, place, depth);
      });
      const least = flags.filter(flag => (flag & ts.ElementFlags.Required) !== 0).length;
      if (firstOpen >= 0 && firstOpen < flags.length - 1) {
        note(at, "what stands where in the tuple is not checked, only what may stand in it");
        return { type: "array", items: anyOf(schemas), minItems: least };
      }
      const prefixItems = firstOpen < 0 ? schemas : schemas.slice(0, firstOpen);
      const items = firstOpen < 0 ? false : schemas[firstOpen];
      return { type: "array", ...(prefixItems.length > 0 ? { prefixItems } : {}), items, minItems: least };
    }

    function object(type, at, depth) {
      const properties = Object.create(null);
      const required = [];
      const methods = [];
      const before = chars;
      for (const symbol of checker.getPropertiesOfType(type)) {
        const name = ts.symbolName(symbol);
        if (String(symbol.escapedName).startsWith("__@") || isHidden(symbol) || !name.isWellFormed()) {
          continue;
        }
        const { schema, optional } = member(symbol, `${at}/properties/${escaped(name)}`, depth);
        if (schema instanceof Impossible && schema.isMethod) {
          methods.push(name);
          continue;
        }
        if (!hasRoom(optional ? name.length : 2 * name.length)) {
          chars = before;
          return open(at, "the type has too many members for a schema; anything is accepted here");
        }
        properties[name] = schema instanceof Impossible
          ? open(`${at}/properties/${escaped(name)}`, schema.reason) : schema;
        if (!optional) {
          required.push(name);
        }
      }
      if (methods.length > 0) {
        note(at, `functions are not JSON: ${methods.slice(0, 5).join(", ")}${methods.length > 5 ? ", …" : ""}`);
      }
      return finished(type, properties, required, at, depth);
    }

    function finished(type, properties, required, at, depth) {
      const indexes = checker.getIndexInfosOfType(type);
      const text = indexes.find(({ keyType }) => (keyType.flags & TypeFlags.String) !== 0);
      if (indexes.some(each => each !== text && (each.keyType.flags & TypeFlags.ESSymbolLike) === 0)) {
        note(at, "members whose names have a pattern are not checked");
      }
      const isEmpty = Object.keys(properties).length === 0;
      if (isEmpty && indexes.length === 0 && !isClass(type)) {
        // `{}` is whatever is neither null nor undefined.
        return { type: ["array", "boolean", "number", "object", "string"] };
      }
      const schema = { type: "object" };
      if (!isEmpty) {
        schema.properties = properties;
      }
      if (required.length > 0) {
        schema.required = required;
      }
      if (text !== undefined) {
        const rest = possibleMember(text.type, `${at}/additionalProperties`, depth);
        if (rest.schema !== true) {
          schema.additionalProperties = rest.schema instanceof Impossible ? false : rest.schema;
        }
      }
      return schema;
    }

    const isClass = type => type.symbol !== undefined && (type.symbol.flags & SymbolFlags.Class) !== 0;

    /** Whether only the class itself sees a member. */
    function isHidden(symbol) {
      const hidden = ModifierFlags.Private | ModifierFlags.Protected;
      return ts.symbolName(symbol).startsWith("#") || (symbol.declarations ?? []).some(each =>
        ts.isPrivateIdentifierClassElementDeclaration?.(each) || (ts.getCombinedModifierFlags(each) & hidden) !== 0);
    }

    function member(symbol, at, depth) {
      const { schema, optional } = possibleMember(checker.getTypeOfSymbol(symbol), at, depth);
      return { schema, optional: optional || (symbol.flags & SymbolFlags.Optional) !== 0 };
    }

    function possibleMember(type, at, depth) {
      const members = membersOf(type);
      const present = members.filter(isPresent);
      const optional = present.length < members.length || (type.flags & TypeFlags.AnyOrUnknown) !== 0;
      if (present.length === 1 && isFunction(present[0])) {
        return { schema: Object.assign(new Impossible("a function is not JSON"), { isMethod: true }), optional };
      }
      const schema = optional && present.length < members.length
        ? unionOf(present, at, depth) : possible(type, at, depth + 1);
      return { schema, optional };
    }

    /** The schema of what may be left out: `instead` stands for that. */
    function optionally(type, at, instead) {
      const members = membersOf(type);
      const present = members.filter(isPresent);
      if (present.length === members.length) {
        return { schema: schemaOf(type, at), optional: false };
      }
      const schema = present.length === 0 ? false : unionOf(present, at, 0);
      const said = schema instanceof Impossible ? open(at, schema.reason) : schema;
      return { schema: anyOf([said, instead]), optional: true };
    }

    /** Makes the definitions that the schemas so far refer to. */
    function fill() {
      while (unfilled.length > 0) {
        const { type, name } = unfilled.pop();
        const at = `/$defs/${escaped(name)}`;
        const schema = inlined(type, at, 0);
        definitions[name] = schema instanceof Impossible ? open(at, schema.reason) : schema;
      }
    }

    return { schemaOf, optionally, anyOf, note, open, fill, definitions, notes };
  }

  return derivation;
})
