// What rules are run by. Errors of conditions are values, as CEL has it: `false && error` is false.
exports["policy.yaml"] = ((file, rulesOf) => {
  "use strict";
  class Fault {
    constructor(text) {
      this.text = text;
    }
  }
  const isFault = value => value instanceof Fault;
  const isMap = value =>
    typeof value === "object" && value !== null && !Array.isArray(value) && !isFault(value);
  const kindOf = value =>
    value === null ? "null" : Array.isArray(value) ? "a list" : isMap(value) ? "a map" : `a ${typeof value}`;
  const fault = text => new Fault(text);
  const bool = value =>
    typeof value === "boolean" || isFault(value) ? value : fault(`${kindOf(value)} is no bool`);
  const strict = (values, compute) => values.find(isFault) ?? compute(...values);
  const isIn = (map, key) => Object.hasOwn(map, key) && map[key] !== undefined;

  const equal = (one, other) => {
    if (Array.isArray(one)) {
      return (
        Array.isArray(other) &&
        one.length === other.length &&
        one.every((element, i) => equal(element, other[i]))
      );
    }
    if (isMap(one)) {
      if (!isMap(other)) {
        return false;
      }
      const keys = Object.keys(one);
      return (
        keys.length === Object.keys(other).length &&
        keys.every(key => isIn(other, key) && equal(one[key], other[key]))
      );
    }
    return one === other;
  };

  /** By code points, as CEL orders strings. */
  const compareTexts = (one, other) => {
    const ones = [...one];
    const others = [...other];
    const length = Math.min(ones.length, others.length);
    for (let i = 0; i < length; i++) {
      const order = ones[i].codePointAt(0) - others[i].codePointAt(0);
      if (order !== 0) {
        return order;
      }
    }
    return ones.length - others.length;
  };
  const ordered = (holds, ofNumbers) => (a, b) =>
    strict([a, b], (one, other) => {
      if (typeof one === "number" && typeof other === "number") {
        return ofNumbers(one, other);
      }
      if (typeof one === "string" && typeof other === "string") {
        return holds(compareTexts(one, other));
      }
      if (typeof one === "boolean" && typeof other === "boolean") {
        return holds(Number(one) - Number(other));
      }
      return fault(`${kindOf(one)} and ${kindOf(other)} have no order`);
    });
  const ofTexts = test => (a, b) =>
    strict([a, b], (one, other) =>
      typeof one === "string" && typeof other === "string"
        ? test(one, other)
        : fault(`${kindOf(one)} and ${kindOf(other)} are not two strings`),
    );

  const $ = {
    get: (value, name) =>
      isFault(value)
        ? value
        : isMap(value) && isIn(value, name)
          ? value[name]
          : fault(`there is no '${name}'`),
    has: (value, name) =>
      isFault(value) ? value : isMap(value) ? isIn(value, name) : fault(`${kindOf(value)} has no members`),
    at: (a, b) =>
      strict([a, b], (value, key) => {
        const there = Array.isArray(value)
          ? Number.isInteger(key) && key >= 0 && key < value.length
          : isMap(value) && typeof key === "string" && isIn(value, key);
        return there ? value[key] : fault(`there is no [${String(key)}]`);
      }),
    and: (a, b) => {
      const one = bool(a);
      if (one === false) {
        return false;
      }
      const other = bool(b());
      return other === false ? false : isFault(one) ? one : other;
    },
    or: (a, b) => {
      const one = bool(a);
      if (one === true) {
        return true;
      }
      const other = bool(b());
      return other === true ? true : isFault(one) ? one : other;
    },
    not: a => strict([bool(a)], value => !value),
    cond: (a, b, c) => strict([bool(a)], value => (value ? b() : c())),
    eq: (a, b) => strict([a, b], equal),
    ne: (a, b) => strict([a, b], (one, other) => !equal(one, other)),
    lt: ordered(order => order < 0, (a, b) => a < b),
    le: ordered(order => order <= 0, (a, b) => a <= b),
    gt: ordered(order => order > 0, (a, b) => a > b),
    ge: ordered(order => order >= 0, (a, b) => a >= b),
    in: (a, b) =>
      strict([a, b], (value, holder) =>
        Array.isArray(holder)
          ? holder.some(element => equal(element, value))
          : isMap(holder)
            ? typeof value === "string" && isIn(holder, value)
            : fault(`${kindOf(holder)} holds nothing`),
      ),
    size: a =>
      strict([a], value =>
        typeof value === "string"
          ? [...value].length
          : Array.isArray(value)
            ? value.length
            : isMap(value)
              ? Object.keys(value).length
              : fault(`${kindOf(value)} has no size`),
      ),
    startsWith: ofTexts((a, b) => a.startsWith(b)),
    endsWith: ofTexts((a, b) => a.endsWith(b)),
    contains: ofTexts((a, b) => a.includes(b)),
    list: (...values) => values.find(isFault) ?? values,
    join: (a, b) =>
      strict([a, b], (one, other) =>
        typeof one === "string" && typeof other === "string"
          ? one + other
          : Array.isArray(one) && Array.isArray(other)
            ? [...one, ...other]
            : fault(`${kindOf(one)} and ${kindOf(other)} cannot be joined`),
      ),
    notFalse: value => value !== false,
    fold: (range, init, goesOn, step, result) => {
      if (isFault(range)) {
        return range;
      }
      if (!Array.isArray(range) && !isMap(range)) {
        return fault(`${kindOf(range)} has no elements`);
      }
      let so = init;
      for (const each of Array.isArray(range) ? range : Object.keys(range)) {
        if (goesOn(so, each) !== true) {
          break;
        }
        so = step(so, each);
      }
      return result(so);
    },
  };

  const pointed = (state, names) => {
    let at = state;
    for (const name of names) {
      const there = Array.isArray(at)
        ? /^(0|[1-9][0-9]*)$/.test(name) && Number(name) < at.length
        : isMap(at) && isIn(at, name);
      if (!there) {
        return undefined;
      }
      at = at[name];
    }
    return at;
  };
  const some = (wanted, had) => wanted.some(each => had.includes(each));
  const meets = (rule, principal, action) => {
    const { kinds, methods, owner, roles, tags, tenant, when } = rule;
    const { state } = action.actor;
    const { sub } = principal;
    if (
      (kinds && !kinds.includes(action.kind)) ||
      (methods && !methods.includes(action.method)) ||
      (roles && !some(roles, principal.roles)) ||
      (owner && (sub === "anonymous" || pointed(state, owner) !== sub)) ||
      (tenant && (principal.tenant === undefined || pointed(state, tenant) !== principal.tenant)) ||
      (tags && !some(tags, action.actor.tags ?? []))
    ) {
      return false;
    }
    if (!when) {
      return true;
    }
    const { id } = action.actor.ref;
    const all = { principal, action, id, caller: action.caller ?? {}, tags: action.actor.tags ?? [] };
    return bool(when(state === undefined ? all : { ...all, state }));
  };

  const rules = rulesOf($);
  return (principal, action) => {
    for (let i = 0; i < rules.length; i++) {
      const rule = rules[i];
      const by = `rule ${i + 1}, ${file}:${rule.line}`;
      const met = meets(rule, principal, action);
      if (isFault(met)) {
        return { allow: false, reason: `the condition of ${by} fails: ${met.text}`, by };
      }
      if (met) {
        return { allow: rule.allow, reason: rule.reason ?? `denied by ${by}`, by };
      }
    }
    return { allow: false, reason: `no rule of ${file} allows it`, by: `no rule of ${file}` };
  };
})
