// How values are shown: a function of the options { colours, width } that gives inspect(value, options).
(function (exports) {
  "use strict";
  const MOST_CHARACTERS = 65_536;
  const MOST_ITEMS = 100;
  const MOST_MEMBERS = 200;
  const LONGEST_TEXT = 10_000;
  const DEPTH = 4;
  const COLOURS = {
    string: 32, number: 33, bigint: 33, boolean: 33, undefined: 90, null: 1, symbol: 32,
    date: 35, regexp: 31, special: 36,
  };
  const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

  /** What an object says of itself in place of its members. */
  const SELF = Symbol("shown");
  exports.SELF = SELF;

  const settings = { colours: false, width: 80 };
  exports.settings = settings;

  exports.inspect = (value, { depth = DEPTH, colours = settings.colours } = {}) => {
    const context = { colours, depth, left: MOST_CHARACTERS, above: [] };
    const text = shown(value, context, 0);
    return context.left < 0 ? `${text}${paint(context, "special", " … and more, which is not shown")}` : text;
  };

  function paint(context, kind, text) {
    return context.colours ? `\u001b[${COLOURS[kind]}m${text}\u001b[${kind === "null" ? 22 : 39}m` : text;
  }

  /** Without what a terminal would obey. */
  function quoted(text) {
    const quote = !text.includes("'") ? "'" : !text.includes('"') ? '"' : !text.includes("`") ? "`" : "'";
    const cut = text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text;
    const escaped = cut.replace(/[\\\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/gu, escape)
      .replaceAll(quote === "'" ? "'" : "\0", "\\'");
    return `${quote}${escaped}${quote}${cut === text ? "" : `… ${text.length - cut.length} more characters`}`;
  }

  const ESCAPES = new Map([["\n", "\\n"], ["\r", "\\r"], ["\t", "\\t"], ["\\", "\\\\"]]);

  function escape(character) {
    const code = character.charCodeAt(0);
    return ESCAPES.get(character) ??
      (code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`);
  }

  const plain = text => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, escape);

  function shown(value, context, level) {
    const text = typeof value === "object" && value !== null || typeof value === "function"
      ? object(value, context, level) : primitive(value, context);
    return text;
  }

  function primitive(value, context) {
    const kind = value === null ? "null" : typeof value;
    const text = kind === "string" ? quoted(value)
      : kind === "bigint" ? `${value}n` : Object.is(value, -0) ? "-0" : String(value);
    context.left -= text.length;
    return paint(context, kind, kind === "symbol" ? plain(text) : text);
  }

  function object(value, context, level) {
    if (context.left < 0) {
      return "…";
    }
    const self = own(value, SELF);
    if (typeof self === "string") {
      return paint(context, "special", plain(self));
    }
    if (context.above.includes(value)) {
      return paint(context, "special", "[Circular]");
    }
    const { before, items, braces, name } = parts(value, context);
    if (level > context.depth && (items !== undefined || braces !== "")) {
      return paint(context, "special", `[${name || "Object"}]`);
    }
    context.above.push(value);
    const entries = [...(items?.(level + 1) ?? []), ...members(value, context, level + 1)];
    context.above.pop();
    return laidOut(before, braces, entries, context, level);
  }

  function own(value, key) {
    return Reflect.getOwnPropertyDescriptor(value, key)?.value;
  }

  /** The name of the class of an object. */
  function className(value) {
    let prototype = value;
    for (let i = 0; i < 20 && prototype !== null; i++) {
      const constructor = own(prototype, "constructor");
      if (typeof constructor === "function" && typeof own(constructor, "name") === "string") {
        return own(constructor, "name");
      }
      prototype = Reflect.getPrototypeOf(prototype);
    }
    return "";
  }

  /**
   * What stands before the members of an object, in which braces these are, and what is in it besides.
   * No braces: only members that were added would be shown.
   */
  function parts(value, context) {
    const name = className(value);
    if (Array.isArray(value)) {
      const before = name === "Array" ? "" : `${name}(${value.length}) `;
      return { name, before, braces: "[]", items: level => items(value, value.length, context, level) };
    }
    if (typeof value === "function") {
      const source = Function.prototype.toString.call(value);
      const label = own(value, "name");
      const text = source.startsWith("class") ? `[class ${label || "(anonymous)"}]`
        : `[${name || "Function"}${label ? `: ${plain(String(label))}` : " (anonymous)"}]`;
      return { name, before: paint(context, "special", text), braces: "" };
    }
    return built(value, name, context) ?? {
      name, braces: "{}",
      before: name === "Object" ? "" : name === "" ? "[Object: null prototype] " : `${name} `,
    };
  }

  function built(value, name, context) {
    const leaf = (kind, text) => ({ name, before: paint(context, kind, text), braces: "" });
    if (value instanceof Error) {
      const stack = own(value, "stack");
      return leaf("regexp", plain(typeof stack === "string" ? cutStack(stack) : String(value)));
    }
    if (value instanceof Date) {
      return leaf("date", Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString());
    }
    if (value instanceof RegExp) {
      return leaf("regexp", plain(RegExp.prototype.toString.call(value)));
    }
    if (value instanceof Map) {
      return { name, before: `${name}(${value.size}) `, braces: "{}", items: level => pairs(value, context, level) };
    }
    if (value instanceof Set) {
      return {
        name, before: `${name}(${value.size}) `, braces: "{}",
        items: level => items([...first(value)], value.size, context, level),
      };
    }
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      return {
        name, before: `${name}(${value.length}) `, braces: "[]",
        items: level => items(value, value.length, context, level),
      };
    }
    if (value instanceof Promise) {
      return leaf("special", "Promise {}");
    }
    const boxed = value instanceof String || value instanceof Number || value instanceof Boolean;
    return boxed ? leaf("special", `[${name}: ${primitive(value.valueOf(), context)}]`) : undefined;
  }

  /** Without frames of this program. */
  function cutStack(stack) {
    return stack.split("\n").filter(line => !/actjs-shell\.js|script\.js/.test(line)).slice(0, 10).join("\n");
  }

  function* first(values) {
    let left = MOST_ITEMS;
    for (const each of values) {
      if (left-- === 0) {
        return;
      }
      yield each;
    }
  }

  function items(values, count, context, level) {
    const texts = [];
    for (let i = 0; i < Math.min(count, MOST_ITEMS) && context.left >= 0; i++) {
      texts.push(Array.isArray(values) && !(i in values) ? paint(context, "undefined", "<empty>")
        : shown(values[i], context, level));
    }
    return count > texts.length ? [...texts, `… ${count - texts.length} more`] : texts;
  }

  function pairs(map, context, level) {
    const texts = [];
    for (const [key, value] of first(map)) {
      texts.push(`${shown(key, context, level)} => ${shown(value, context, level)}`);
    }
    return map.size > texts.length ? [...texts, `… ${map.size - texts.length} more`] : texts;
  }

  function members(value, context, level) {
    const isList = Array.isArray(value) || ArrayBuffer.isView(value);
    if (value instanceof String) {
      return [];
    }
    const texts = [];
    const keys = Reflect.ownKeys(value);
    let left = 0;
    for (const key of keys) {
      if (isList && typeof key === "string" && /^\d+$/.test(key)) {
        continue;
      }
      const property = Reflect.getOwnPropertyDescriptor(value, key);
      if (property === undefined || !property.enumerable) {
        continue;
      }
      if (texts.length === MOST_MEMBERS || context.left < 0) {
        left++;
        continue;
      }
      const name = typeof key === "symbol" ? `[${plain(String(key))}]` : IDENTIFIER.test(key) ? key : quoted(key);
      context.left -= name.length;
      texts.push(`${name}: ${property.get || property.set
        ? paint(context, "special", property.get ? "[Getter]" : "[Setter]")
        : shown(property.value, context, level)}`);
    }
    return left > 0 ? [...texts, `… ${left} more`] : texts;
  }

  const seen = text => text.replace(/\u001b\[\d+m/g, "").length;

  function laidOut(before, braces, entries, context, level) {
    if (braces === "") {
      return entries.length === 0 ? before : `${before} ${laidOut("", "{}", entries, context, level)}`;
    }
    const [open, close] = braces;
    if (entries.length === 0) {
      return `${before}${open}${close}`;
    }
    const line = entries.join(", ");
    const space = Math.max(40, Math.min(settings.width, 120)) - 2 * level - 4;
    if (!line.includes("\n") && seen(line) + seen(before) <= space) {
      return `${before}${open} ${line} ${close}`;
    }
    const indent = "  ".repeat(level + 1);
    const isDense = open === "[" && entries.every(each => !each.includes("\n") && seen(each) <= 16);
    const rows = isDense ? dense(entries, space) : entries;
    return `${before}${open}\n${rows.map(each => indent + each).join(",\n")}\n${"  ".repeat(level)}${close}`;
  }

  /** Short items side by side. */
  function dense(entries, space) {
    const rows = [];
    let row = "";
    for (const entry of entries) {
      if (row !== "" && seen(row) + seen(entry) + 2 > space) {
        rows.push(row);
        row = "";
      }
      row += row === "" ? entry : `, ${entry}`;
    }
    return [...rows, row];
  }
})
