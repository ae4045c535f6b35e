/** Values as a person reads them, and what differs between two of them. */

const LONGEST_LINE = 200;
const DEEPEST = 20;
const MOST_MEMBERS = 500;

/** A value on as many lines as it takes. */
export function show(value: unknown): string {
  return text(value, '', []);
}

/** A value on one line, cut where it is long. */
export function brief(value: unknown): string {
  const line = show(value).replace(/\s*\n\s*/g, ' ');
  return line.length <= LONGEST_LINE ? line : line.slice(0, LONGEST_LINE) + '…';
}

function text(value: unknown, indent: string, open: readonly unknown[]): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
      return `${value}n`;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'function':
      return `[function ${value.name || 'anonymous'}]`;
    case 'object':
      return value === null ? 'null' : object(value, indent, open);
    default:
      return String(value);
  }
}

function object(value: any, indent: string, open: readonly unknown[]): string {
  if (open.includes(value)) {
    return '[circular]';
  }
  if (open.length >= DEEPEST) {
    return '[…]';
  }
  const inner = [...open, value];
  const next = indent + '  ';
  const show = (part: unknown) => text(part, next, inner);
  if (value instanceof Date) {
    return `Date ${Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString()}`;
  }
  if (value instanceof RegExp) {
    return String(value);
  }
  if (value instanceof Error) {
    const { code } = value as { code?: unknown };
    return `[${value.name}${code === undefined || code === value.name ? '' : ` ${String(code)}`}: ${value.message}]`;
  }
  if (value instanceof Promise) {
    return '[promise]';
  }
  if (Array.isArray(value)) {
    return enclosed('[', value.map(show), ']', indent);
  }
  if (value instanceof Map) {
    return enclosed('Map {', [...value].map(([key, each]) => `${show(key)} => ${show(each)}`), '}', indent);
  }
  if (value instanceof Set) {
    return enclosed('Set {', [...value].map(show), '}', indent);
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    const bytes = ArrayBuffer.isView(value)
      ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      : new Uint8Array(value);
    return enclosed(`${value.constructor.name} bytes [`, [...bytes].map(String), ']', indent);
  }
  const names = Object.keys(value).sort();
  const type = Object.getPrototypeOf(value)?.constructor?.name;
  const name = type === undefined || type === 'Object' ? '' : `${type} `;
  return enclosed(`${name}{`, names.map(each => `${key(each)}: ${show(value[each])}`), '}', indent);
}

function key(name: string): string {
  return /^[\w$]+$/.test(name) ? name : JSON.stringify(name);
}

function enclosed(begin: string, all: readonly string[], end: string, indent: string): string {
  if (all.length === 0) {
    return begin + end;
  }
  const left = all.length - MOST_MEMBERS;
  const parts = left > 0 ? [...all.slice(0, MOST_MEMBERS), `… ${left} more`] : all;
  return `${begin}\n${parts.map(part => `${indent}  ${part},\n`).join('')}${indent}${end}`;
}

const MOST_LINES = 400;
const CONTEXT = 3;

/** Lines that begin with `-` are expected, with `+` there, with a space both. */
export function diff(expected: unknown, actual: unknown): string[] {
  const one = show(expected).split('\n').slice(0, MOST_LINES);
  const other = show(actual).split('\n').slice(0, MOST_LINES);
  return around(steps(one, other));
}

/** By the longest common subsequence. */
function steps(one: readonly string[], other: readonly string[]): string[] {
  const lengths = one.map(() => new Uint16Array(other.length + 1));
  lengths.push(new Uint16Array(other.length + 1));
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = other.length - 1; j >= 0; j--) {
      lengths[i]![j] =
        one[i] === other[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      lines.push(`  ${one[i]}`);
      i++;
      j++;
    } else if (i < one.length && (j === other.length || lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      lines.push(`- ${one[i++]}`);
    } else {
      lines.push(`+ ${other[j++]}`);
    }
  }
  return lines;
}

/** Leaves out what is equal, but for a few lines around what is not. */
function around(lines: readonly string[]): string[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(line => !line.startsWith(' ')),
  );
  const shown: string[] = [];
  lines.forEach((line, at) => {
    if (near[at]) {
      shown.push(line);
    } else if (at === 0 || near[at - 1]) {
      shown.push('  …');
    }
  });
  return shown;
}
