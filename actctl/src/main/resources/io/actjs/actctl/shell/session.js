// What snippets find: actors by their class, and what shows their values. Requests to the server go
// through the host, which answers when it likes.
(function (exports, require) {
  "use strict";
  const host = require("actjs/host");
  const { inspect, settings, SELF } = require("actjs/shell/inspect");
  const ADDRESS = Symbol("address");
  const LONGEST_JSON = 16 << 20;
  const MOST_NAMES = 1000;
  const values = { form: "text" };

  /** Thrown by exit(), after which nothing of a snippet counts. */
  class Exit extends Error {}

  function define(name, value, enumerable = false) {
    Object.defineProperty(globalThis, name, { value, enumerable, writable: true, configurable: true });
  }

  function text(value, what) {
    if (typeof value !== "string" || value === "") {
      throw new TypeError(`${what} must be a text, not ${inspect(value, { colours: false, depth: 0 })}`);
    }
    return value;
  }

  function request(kind, address, more) {
    return host.request(kind, { ...address, ...more });
  }

  function single(given, what) {
    if (given.length > 1) {
      throw new TypeError(`${what} takes one argument, an object for example, not ${given.length}`);
    }
    return given[0];
  }

  /** What every actor has besides its handlers. */
  function verbs(address) {
    return {
      call: (method, args) => request("call", address, { method: text(method, "the name of a handler"), args }),
      tell: (method, args) => request("tell", address, { method: text(method, "the name of a handler"), args }),
      state: async () => (await request("read", address)).state,
      info: () => request("info", address),
      delete: () => request("delete", address),
    };
  }

  /** An actor: its handlers are methods, and each of these has a method `tell`. */
  function actor(className, id) {
    const address = { class: text(className, "the name of a class"), id: text(id, "the id of an actor") };
    const known = Object.assign(Object.create(null), verbs(address), { toJSON: () => address });
    Object.defineProperties(known, {
      [ADDRESS]: { value: address }, [SELF]: { value: nameOf(address) },
    });
    return new Proxy(known, {
      get(target, name) {
        // Whoever awaits an actor gets the actor.
        return typeof name === "symbol" || name in target ? target[name]
          : name === "then" ? undefined : handler(address, name);
      },
      set(_, name) {
        throw new TypeError(`the state of ${nameOf(address)} is changed by its handlers: '${String(name)}' cannot be set`);
      },
    });
  }

  function handler(address, method) {
    const called = (...args) => request("call", address, { method, args: single(args, method) });
    const told = (...args) => request("tell", address, { method, args: single(args, method) });
    Object.defineProperty(called, "name", { value: method });
    return Object.assign(called, { tell: told });
  }

  const CLASS_NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

  function nameOf({ class: name, id }) {
    return CLASS_NAME.test(name) ? `${name}(${inspect(id, { colours: false })})`
      : `actor(${inspect(name, { colours: false })}, ${inspect(id, { colours: false })})`;
  }

  async function create(className, args, { tags = [] } = {}) {
    const { id } = await request("create", { class: text(className, "the name of a class") }, { args, tags });
    return actor(className, id);
  }

  function list(className, query = {}) {
    return request("list", { class: text(className, "the name of a class") }, { query });
  }

  function classOf(name) {
    const of = id => actor(name, id);
    Object.defineProperties(of, { name: { value: name }, [SELF]: { value: `[actor class ${name}]` } });
    return Object.assign(of, { create: (args, terms) => create(name, args, terms), list: query => list(name, query) });
  }

  function exit(code = 0) {
    if (!Number.isInteger(code) || code < 0 || code > 255) {
      throw new TypeError("exit(code): code must be a whole number from 0 to 255");
    }
    host.notify("exit", { code });
    throw new Exit("exit");
  }

  function sleep(ms) {
    return new Promise(resolve => void setTimeout(resolve, ms));
  }

  function write(level, given) {
    const [first, ...rest] = given;
    let left = rest;
    const form = (whole, kind) => {
      if (kind === "%") {
        return "%";
      }
      if (left.length === 0) {
        return whole;
      }
      const [value, ...others] = left;
      left = others;
      return kind === "s" ? String(value) : kind === "d" ? String(Number(value))
        : kind === "i" ? String(Math.trunc(Number(value))) : inspect(value);
    };
    const head = typeof first === "string" ? first.replace(/%([sdioOj%])/g, form) : inspect(first);
    const texts = given.length === 0 ? [] : [head, ...left.map(each => typeof each === "string" ? each : inspect(each))];
    host.notify("console", { level, text: texts.join(" ") });
  }

  const console = Object.create(null);
  for (const [name, level] of Object.entries({
    log: "info", info: "info", debug: "info", warn: "error", error: "error",
  })) {
    console[name] = (...given) => { write(level, given); };
  }
  console.dir = (value, options) => { write("info", [inspect(value, options)]); };
  console.trace = (...given) => { write("error", ["Trace:", ...given]); };
  console.assert = (truth, ...given) => {
    if (!truth) {
      write("error", ["Assertion failed:", ...given]);
    }
  };

  define("console", console);
  for (const [name, value] of Object.entries({ actor, create, exit, sleep, inspect, print: console.log })) {
    define(name, value);
  }
  define("args", []);
  define("_", undefined);
  define("_error", undefined);

  host.serve("configure", ({ colours, width, form, args }) => {
    Object.assign(settings, { colours, width });
    values.form = form;
    globalThis.args = args;
  });

  /** Classes become globals, unless something else has the name. */
  host.serve("classes", names => {
    for (const name of names) {
      if (CLASS_NAME.test(name) && !(name in globalThis)) {
        define(name, classOf(name));
      }
    }
  });

  /** Has names be globals that can be assigned to. */
  function declare(names) {
    for (const name of names) {
      const property = Object.getOwnPropertyDescriptor(globalThis, name);
      if (property === undefined || property.writable !== true || !property.enumerable) {
        define(name, property?.value, true);
      }
    }
  }

  /** Runs an input: `body` returns a function that gives a promise of its value. */
  exports.run = (number, names, body) => {
    declare(names);
    void settle(number, body);
  };

  async function settle(number, body) {
    try {
      const value = await body()();
      if (value !== undefined) {
        globalThis._ = value;
      }
      host.notify("done", { number, ...outcome(value) });
    } catch (thrown) {
      if (!(thrown instanceof Exit)) {
        globalThis._error = thrown;
        host.notify("failed", { number, ...failure(thrown) });
      }
    }
  }

  function outcome(value) {
    if (values.form === "none" || value === undefined) {
      return {};
    }
    if (values.form === "text") {
      return { text: inspect(value) };
    }
    const json = JSON.stringify(value) ?? "null";
    if (json.length > LONGEST_JSON) {
      throw new RangeError(`the value has ${json.length} characters of JSON, and ${LONGEST_JSON} are the limit`);
    }
    return { json };
  }

  function failure(thrown) {
    if (!(thrown instanceof Error)) {
      return { name: "", message: `threw ${inspect(thrown, { colours: false })}`, stack: "" };
    }
    const { name, message, stack } = thrown;
    return { name: String(name), message: String(message), stack: typeof stack === "string" ? stack : "" };
  }

  /** What has failed since, and nobody has handled. */
  host.serve("unhandled", () => {
    for (const reason of host.unhandled()) {
      if (!(reason instanceof Exit)) {
        host.notify("unhandled", failure(reason));
      }
    }
  });

  /** What can follow a variable: nothing of the author's runs for that. */
  host.serve("members", ({ path }) => {
    let value = globalThis;
    for (const name of path) {
      value = typeof value === "object" && value !== null || typeof value === "function"
        ? property(value, name)?.value : undefined;
    }
    host.notify("members", membersOf(value));
  });

  function property(value, name) {
    for (let at = value; at !== null; at = Reflect.getPrototypeOf(at)) {
      const found = Reflect.getOwnPropertyDescriptor(at, name);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }

  function membersOf(value) {
    if (value === null || value === undefined) {
      return {};
    }
    const object = Object(value);
    const address = object[ADDRESS];
    if (address !== undefined) {
      return { actor: address };
    }
    const names = new Set();
    for (let at = object; at !== null && names.size < MOST_NAMES; at = Reflect.getPrototypeOf(at)) {
      if (at === Object.prototype && at !== object) {
        break;
      }
      Reflect.ownKeys(at).filter(each => typeof each === "string" && CLASS_NAME.test(each))
        .forEach(each => names.add(each));
    }
    return { names: [...names].slice(0, MOST_NAMES) };
  }
})
