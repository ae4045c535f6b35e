/** A document after RFC 6902 operations; what was there before stays as it was. */
export function applied(document: any, operations: readonly any[]): any {
  let whole = { root: structuredClone(document) };
  for (const { op, path, from, value } of operations) {
    const names = ['root', ...namesOf(path)];
    if (op === 'test') {
      continue;
    }
    if (op === 'move' || op === 'copy') {
      const source = ['root', ...namesOf(from)];
      const taken = op === 'copy' ? structuredClone(at(whole, source)) : removed(whole, source);
      added(whole, names, taken);
    } else if (op === 'remove') {
      removed(whole, names);
    } else if (op === 'replace') {
      holder(whole, names)[names.at(-1)!] = structuredClone(value);
    } else {
      added(whole, names, structuredClone(value));
    }
  }
  return whole.root;
}

function namesOf(pointer: string): string[] {
  return pointer.split('/').slice(1).map(name => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function at(whole: any, names: readonly string[]): any {
  return names.reduce((value, name) => value[name], whole);
}

function holder(whole: any, names: readonly string[]): any {
  return at(whole, names.slice(0, -1));
}

function added(whole: any, names: readonly string[], value: unknown): void {
  const parent = holder(whole, names);
  const last = names.at(-1)!;
  if (Array.isArray(parent)) {
    parent.splice(last === '-' ? parent.length : Number(last), 0, value);
  } else {
    parent[last] = value;
  }
}

function removed(whole: any, names: readonly string[]): unknown {
  const parent = holder(whole, names);
  const last = names.at(-1)!;
  if (Array.isArray(parent)) {
    return parent.splice(Number(last), 1)[0];
  }
  const value = parent[last];
  delete parent[last];
  return value;
}
