/** Structural equality of any values. */

export interface Equality {
  /** Whether class and members that are `undefined` count. */
  readonly strict?: boolean;
  /** Whether objects of the other value may have more members. */
  readonly partial?: boolean;
}

/** Whether `actual` is what is expected. */
export function equal(actual: unknown, expected: unknown, how: Equality = {}): boolean {
  return same(actual, expected, how, []);
}

type Open = [unknown, unknown][];

function same(actual: unknown, expected: unknown, how: Equality, open: Open): boolean {
  if (Object.is(actual, expected)) {
    return true;
  }
  if (!isObject(actual) || !isObject(expected)) {
    // 0 and -0 differ by Object.is alone.
    return actual === expected && how.strict !== true;
  }
  if (open.some(([one, other]) => one === actual && other === expected)) {
    return true;
  }
  const within = [...open, [actual, expected]] as Open;
  if (how.partial && kindOf(expected) === 'Object' && kindOf(actual) === 'Error') {
    return sameMembers(actual, expected, how, within);
  }
  if (kindOf(actual) !== kindOf(expected)) {
    return false;
  }
  if (how.strict && Object.getPrototypeOf(actual) !== Object.getPrototypeOf(expected)) {
    return false;
  }
  return sameParts(actual, expected, how, within);
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

const BINARY = 'binary';

function kindOf(value: object): string {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return BINARY + Object.prototype.toString.call(value);
  }
  for (const type of [Array, Date, Map, Set, RegExp, Error, Function, Promise, Number, String, Boolean]) {
    if (value instanceof type) {
      return type.name;
    }
  }
  return 'Object';
}

function sameParts(actual: any, expected: any, how: Equality, open: Open): boolean {
  const kind = kindOf(actual);
  if (kind.startsWith(BINARY)) {
    return sameBytes(actual, expected);
  }
  switch (kind) {
    case 'Function':
    case 'Promise':
      return false;
    case 'Date':
    case 'Number':
    case 'String':
    case 'Boolean':
      return Object.is(actual.valueOf(), expected.valueOf());
    case 'RegExp':
      return String(actual) === String(expected);
    case 'Error':
      return actual.name === expected.name && actual.message === expected.message;
    case 'Map':
      return sameMap(actual, expected, how, open);
    case 'Set':
      return sameSet(actual, expected, how, open);
    case 'Array':
      return actual.length === expected.length && sameMembers(actual, expected, how, open);
    default:
      return sameMembers(actual, expected, how, open);
  }
}

function sameBytes(actual: ArrayBuffer | ArrayBufferView, expected: ArrayBuffer | ArrayBufferView): boolean {
  const one = bytesOf(actual);
  const other = bytesOf(expected);
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

function bytesOf(value: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value);
}

function sameMap(actual: Map<unknown, unknown>, expected: Map<unknown, unknown>, how: Equality, open: Open): boolean {
  if (actual.size !== expected.size) {
    return false;
  }
  const left = [...actual];
  return [...expected].every(([key, value]) =>
    takeOut(left, ([otherKey, other]) => same(otherKey, key, how, open) && same(other, value, how, open)),
  );
}

function sameSet(actual: Set<unknown>, expected: Set<unknown>, how: Equality, open: Open): boolean {
  if (actual.size !== expected.size) {
    return false;
  }
  const left = [...actual];
  return [...expected].every(value => takeOut(left, other => same(other, value, how, open)));
}

function takeOut<T>(from: T[], fits: (value: T) => boolean): boolean {
  const at = from.findIndex(fits);
  if (at >= 0) {
    from.splice(at, 1);
  }
  return at >= 0;
}

function sameMembers(actual: any, expected: any, how: Equality, open: Open): boolean {
  const wanted = membersOf(expected, how);
  if (!how.partial && membersOf(actual, how).length !== wanted.length) {
    return false;
  }
  return wanted.every(name => name in actual && same(actual[name], expected[name], how, open));
}

function membersOf(value: any, how: Equality): (string | symbol)[] {
  return Reflect.ownKeys(value).filter(
    name =>
      Object.prototype.propertyIsEnumerable.call(value, name) &&
      (how.strict || value[name] !== undefined),
  );
}
