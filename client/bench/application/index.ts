import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEALINGS } from './dealings.ts';
import { MODULES } from './modules.ts';
import { RECORDS } from './records.ts';
import type { Generated, Subject } from './subject.ts';

const NAMES = [
  ...['Article', 'Auction', 'Booking', 'Campaign', 'Claim', 'Contract', 'Course', 'Device', 'Invoice', 'Member'],
  ...['Order', 'Parcel', 'Patient', 'Project', 'Recipe', 'Sensor', 'Shipment', 'Tenant', 'Ticket', 'Vehicle'],
];

/** What items have: a member, and a value of it. Their number is prime, so that steps of any length meet all of them. */
const MEMBERS = [
  ['title: string', `title: 'a'`],
  ['price: Money', `price: { cents: 1, currency: 'EUR' as const }`],
  ['stage: Stage', `stage: 'open' as const`],
  ['note: string | null', 'note: null'],
  ['labels: string[]', `labels: ['new']`],
  ['ratings: Record<string, number>', 'ratings: { ann: 5 }'],
  ['parent?: { id: string; depth: number }', `parent: { id: 'b', depth: 1 }`],
  ['contact: Contact', `contact: { kind: 'mail' as const, mail: 'a@example.org' }`],
  ['place: Address', `place: { street: 'a', city: 'b', country: 'c' }`],
  ['valid: Range<number>', 'valid: { from: 1, to: null }'],
  ['prices: Stamped<Money | null>[]', `prices: [{ at: 1, by: 'ann', value: null }]`],
  ['size: { width: number; height: number; unit: "mm" | "in" }', `size: { width: 1, height: 2, unit: 'mm' as const }`],
  ['parts: { sku: string; count: number; of?: Range<string> }[]', `parts: [{ sku: 'a', count: 1 }]`],
] as const;
const MEMBERS_EACH = 7;

/** No two subjects have the same members in the same order, so that hardly a type is another's. */
function subject(index: number, count: number): Subject {
  const picked = Array.from({ length: MEMBERS_EACH }, (_, i) => MEMBERS[(index + i * (1 + (index % (MEMBERS.length - 1)))) % MEMBERS.length]!);
  return {
    name: NAMES[index]!,
    members: picked.map(([member]) => member).join('; '),
    item: `{ id: 'a', ${picked.map(([, value]) => value).join(', ')} }`,
    partner: NAMES[(index + 1) % count]!,
  };
}

/** Classes, the same each time: ten kinds for each of two to twenty things. A fifth of them is event-sourced. */
export function application(count: number): Generated[] {
  const kinds = Object.entries({ ...RECORDS, ...DEALINGS });
  const subjects = count / kinds.length;
  return Array.from({ length: subjects }, (_, index) => subject(index, subjects)).flatMap((each) => kinds.map(([kind, generate]) => ({ className: each.name + kind, ...generate(each) })));
}

/** Writes classes, and the modules that they share, to a folder. */
export async function writeClasses(folder: string, classes: readonly Generated[]): Promise<void> {
  const files = { ...MODULES, ...Object.fromEntries(classes.map((each) => [`${each.className}.ts`, each.source])) };
  await mkdir(join(folder, 'lib'), { recursive: true });
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text.trimStart())));
}

const PROLOGUE = `import { Client } from 'actjs/client';
import type { Classes } from './types/index.js';
declare const client: Client<Classes>;
`;

/** A program that uses all classes rightly, by the types in `./types`. */
export function use(classes: readonly Generated[]): string {
  return PROLOGUE + classes.map((each) => `{\nconst actor = client.actor('${each.className}', 'a');${each.use}\n}\n`).join('');
}

/** One that uses each class wrongly, once, in a line of its own; with the numbers of these lines. */
export function misuse(classes: readonly Generated[]): { text: string; lines: number[] } {
  const first = PROLOGUE.split('\n').length;
  const blocks = classes.map((each) => `{ const actor = client.actor('${each.className}', 'a'); await ${each.wrong}; }\n`);
  return { text: PROLOGUE + blocks.join(''), lines: blocks.map((_, i) => first + i) };
}
