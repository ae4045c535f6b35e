interface Node {
  readonly base: object;
  readonly copy: Record<PropertyKey, unknown>;
  readonly parent: Node | undefined;
  changed: boolean;
}

/**
 * What `recipe` makes of a draft of `base`: it changes the draft as if it were the value itself, or returns another value. `base` is not changed, and
 * what the recipe leaves alone keeps its identity. Plain objects and arrays are drafted, anything else is given as it is.
 */
export function produce<S>(base: S, recipe: (draft: S) => S | void): S {
  const nodes = new WeakMap<object, Node>();

  const draft = (value: object, parent?: Node): object => {
    const copy = (Array.isArray(value) ? value.slice() : { ...value }) as Node['copy'];
    const node: Node = { base: value, copy, parent, changed: false };
    const proxy = new Proxy(copy, {
      get(target, key) {
        const found = target[key];
        if (!isPlain(found) || nodes.has(found) || !Object.hasOwn(target, key)) {
          return found;
        }
        return (target[key] = draft(found, node));
      },
      set(target, key, next) {
        if (!Object.is(target[key], next) || !Object.hasOwn(target, key)) {
          mark(node);
        }
        return Reflect.set(target, key, next);
      },
      deleteProperty(target, key) {
        if (Object.hasOwn(target, key)) {
          mark(node);
        }
        return Reflect.deleteProperty(target, key);
      },
    });
    nodes.set(proxy, node);
    return proxy;
  };

  /** The value without drafts in it. */
  const finished = (value: unknown): unknown => {
    if (!isPlain(value)) {
      return value;
    }
    const node = nodes.get(value);
    if (node && !node.changed) {
      return node.base;
    }
    // Of a draft its copy; else a new value, in which drafts may have been put.
    const target = (node?.copy ?? value) as Record<string, unknown>;
    for (const key of Object.keys(target)) {
      const before = target[key];
      const after = node && before === (node.base as Record<string, unknown>)[key] ? before : finished(before);
      if (after !== before) {
        target[key] = after;
      }
    }
    return target;
  };

  const root = isPlain(base) ? draft(base) : base;
  const returned = recipe(root as S);
  return finished(returned === undefined ? root : returned) as S;
}

function mark(node: Node | undefined): void {
  for (let each = node; each && !each.changed; each = each.parent) {
    each.changed = true;
  }
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
