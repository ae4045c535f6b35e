/** An operation of RFC 6902, of those that the server sends. */
export type PatchOperation = { op: 'add' | 'replace'; path: string; value: unknown } | { op: 'remove'; path: string };

type Container = Record<string, unknown> | unknown[];

/**
 * The document with the patch applied. The given one is not changed; parts that no operation touches keep their identity.
 *
 * @throws Error when an operation does not fit the document, or is none of `add`, `remove` and `replace`
 */
export function applyPatch<T>(document: T, patch: readonly PatchOperation[]): T {
  /** Containers that were made here, so may be written to. */
  const own = new Set<unknown>();
  const editable = (value: unknown): Container => {
    if (own.has(value)) {
      return value as Container;
    }
    if (typeof value !== 'object' || value === null) {
      return misfit();
    }
    const copy = Array.isArray(value) ? value.slice() : { ...value };
    own.add(copy);
    return copy;
  };

  // The document is the only member of it, so that the document as a whole is changed like any member.
  const root: Record<string, unknown> = { '': document };
  for (const operation of patch) {
    const { op, path } = operation;
    const keys = path.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = keys.pop() as string;
    let parent: Container = root;
    for (const key of keys) {
      const child = editable(read(parent, key));
      put(parent, key, child);
      parent = child;
    }
    if (op !== 'add') {
      read(parent, last);
    }
    if (op === 'remove') {
      if (Array.isArray(parent)) {
        parent.splice(Number(last), 1);
      } else {
        delete parent[last];
      }
    } else if ((op !== 'add' && op !== 'replace') || operation.value === undefined || (parent === root && last !== '')) {
      misfit();
    } else if (op === 'add' && Array.isArray(parent)) {
      parent.splice(last === '-' ? parent.length : indexOf(last, parent.length), 0, operation.value);
    } else {
      put(parent, last, operation.value);
    }
  }
  return root[''] as T;
}

function misfit(): never {
  throw new Error('the patch does not fit');
}

function indexOf(key: string, most: number): number {
  return /^(0|[1-9]\d*)$/.test(key) && Number(key) <= most ? Number(key) : misfit();
}

function read(value: Container, key: string): unknown {
  if (Array.isArray(value)) {
    return value[indexOf(key, value.length - 1)];
  }
  return Object.hasOwn(value, key) ? value[key] : misfit();
}

function put(parent: Container, key: string, value: unknown): void {
  if (key === '__proto__') {
    // A plain assignment would change the prototype.
    Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    (parent as Record<string, unknown>)[key] = value;
  }
}
