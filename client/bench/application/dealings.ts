import type { Kind } from './subject.ts';

/** What people do with things, by the end of the class's name. */
export const DEALINGS: Record<string, Kind> = {
  Room: ({ name }) => ({
    source: `
import { Actor, handler } from 'actjs';
import type { ${name}Item } from './${name}Board';
import type { Contact, Stamped } from './lib/values';

type Part = { kind: 'text'; text: string } | { kind: 'image'; url: string; size: [number, number] } | { kind: 'item'; item: ${name}Item };
interface ${name}Message { id: string; parts: Part[]; replyTo?: string; reactions: Record<string, string[]> }
interface ${name}RoomState { messages: Stamped<${name}Message>[]; members: { who: string; role: 'owner' | 'guest'; contact: Contact }[]; topic: string | null }

export class ${name}Room extends Actor<${name}RoomState> {
  state: ${name}RoomState = { messages: [], members: [], topic: null };
  @handler('join') join(args: { who: string; contact?: Contact }): number {
    this.state.members.push({ who: args.who, role: 'guest', contact: args.contact ?? { kind: 'none' } });
    this.actjs.emit('joined', { who: args.who });
    return this.state.members.length;
  }
  @handler('post') post(args: { parts: Part[]; replyTo?: string }): ${name}Message {
    const message: ${name}Message = { id: String(this.state.messages.length), reactions: {}, ...args };
    this.state.messages.push({ at: this.actjs.now(), by: this.actjs.caller.principal.sub, value: message });
    return message;
  }
  @handler('react') react(args: { id: string; with: string }): void {
    (this.state.messages.find((each) => each.value.id === args.id)?.value.reactions)![args.with] = [this.actjs.caller.principal.sub];
  }
  @handler('typing') typing(args: { who: string; cursor?: number }): void { this.actjs.emit('typing', args); }
}`,
    use: `
await actor.call.join({ who: 'ann', contact: { kind: 'mail', mail: 'ann@example.org' } });
const id: string = (await actor.call.post({ parts: [{ kind: 'text', text: 'a' }, { kind: 'image', url: '/a', size: [1, 2] }] })).id;
await actor.call.react({ id, with: '+' });
await actor.call.typing({ who: 'ann' });
await actor.subscribe((state) => state.messages.map((each) => each.value.parts[0]?.kind), { onEmit: (type, data) => [type, data.who.length] });
await actor.optimistic('join', { who: 'bob' }, (draft) => void draft.members.push({ who: 'bob', role: 'guest', contact: { kind: 'none' } }));`,
    wrong: `actor.call.post({ parts: [{ kind: 'text', url: '/a' }] })`,
  }),

  Search: ({ name }) => ({
    source: `
import { Actor, handler } from 'actjs';
import type { ${name}Item } from './${name}Board';
import { type Page, type Query, page } from './lib/pages';
import type { Range } from './lib/values';

interface Match<T> { found: T; score: number; marks: Range<number>[] }
interface ${name}SearchState { index: { [word: string]: string[] }; saved: Record<string, Query<${name}Item>>; last: Match<Pick<${name}Item, 'id'>>[] }

export class ${name}Search extends Actor<${name}SearchState> {
  state: ${name}SearchState = { index: {}, saved: {}, last: [] };
  @handler('find') find(args: Query<${name}Item>): Page<Match<Pick<${name}Item, 'id'>>> { return page(this.state.last, 0, args.size ?? 10); }
  @handler('save') save(args: { as: string; query: Query<${name}Item> }): string[] {
    this.state.saved[args.as] = args.query;
    return Object.keys(this.state.saved);
  }
  @handler('index') index(args: { words: string[]; id: string }): void { for (const word of args.words) (this.state.index[word] ??= []).push(args.id); }
  @handler('clear') clear(): void { this.state.index = {}; }
}`,
    use: `
const score: number | undefined = (await actor.call.find({ where: [{ member: 'id', is: 'equal', to: 'a' }], size: 5 })).items[0]?.score;
const names: string[] = await actor.call.save({ as: 'mine', query: { like: { id: 'a' } } });
await actor.call.index({ words: names, id: String(score) });
await actor.call.clear();
await actor.subscribe((state) => [state.index['a']?.length, state.saved['mine']?.where?.[0]?.member]);
await actor.optimistic('index', { words: ['a'], id: 'b' }, (draft) => void (draft.index['a'] ??= []).push('b'));`,
    wrong: `actor.call.find({ where: [{ member: 'missing', is: 'equal', to: 'a' }] })`,
  }),

  Form: ({ name, item }) => ({
    source: `
import { Actor, handler } from 'actjs';
import type { ${name}Item } from './${name}Board';
import type { Edited, Result } from './lib/pages';
import type { Address, Contact } from './lib/values';

type Step = { step: 'address'; address: Address } | { step: 'contact'; contact: Contact } | { step: 'items'; items: ${name}Item[]; note: string | null } | { step: 'review'; agreed: boolean };
type Problem = 'Missing' | 'Unknown' | 'TooLong';
interface ${name}FormState { steps: Step[]; at: Step['step']; draft: Edited<${name}Item>; problems: { [path: string]: Problem[] }; tree: Section }
interface Section { title: string; sections?: Section[] }

export class ${name}Form extends Actor<${name}FormState> {
  state: ${name}FormState = { steps: [], at: 'address', draft: {}, problems: {}, tree: { title: '${name}' } };
  @handler('fill') fill(args: Step): Result<Step['step'], Problem> {
    this.state.steps.push(args);
    this.state.at = args.step;
    return { ok: true, value: args.step };
  }
  @handler('edit') edit(args: { change: Edited<${name}Item> }): void { this.state.draft = args.change; }
  @handler('submit') submit(args: { dryRun?: boolean }): Result<${name}Item[], Problem> {
    const items = this.state.steps.flatMap((each) => (each.step === 'items' ? each.items : []));
    if (items.length === 0) return { ok: false, reason: 'Missing', path: ['items'] };
    if (!args.dryRun) this.actjs.emit('submitted', { count: items.length });
    return { ok: true, value: items };
  }
}`,
    use: `
await actor.call.fill({ step: 'contact', contact: { kind: 'phone', country: 49, phone: '1' } });
await actor.call.fill({ step: 'items', items: [${item}], note: null });
await actor.call.edit({ change: { id: null } });
const result = await actor.call.submit();
await actor.subscribe((state) => [state.tree.sections?.[0]?.sections?.[0]?.title, result.ok ? result.value.length : state.problems[result.reason]]);
await actor.optimistic('fill', { step: 'review', agreed: true }, (draft) => void (draft.at = 'review'));`,
    wrong: `actor.call.fill({ step: 'contact', agreed: true })`,
  }),

  Schedule: ({ name, partner }) => ({
    source: `
import { Actor, handler } from 'actjs';
import type { ${partner}Item } from './${partner}Board';
import type { Money, Range } from './lib/values';

type Recurrence = { every: 'day' } | { every: 'week'; on: (0 | 1 | 2 | 3 | 4 | 5 | 6)[] } | { every: 'month'; day: number; unless?: Range<number>[] };
interface Slot { id: string; range: Range<number>; repeats?: Recurrence; price: Money; for: { kind: 'item'; item: ${partner}Item } | { kind: 'person'; name: string } | null }
interface ${name}ScheduleState { slots: Record<string, Slot>; closed: Range<number>[]; next: { id: string; at: number } | null }

export class ${name}Schedule extends Actor<${name}ScheduleState> {
  state: ${name}ScheduleState = { slots: {}, closed: [], next: null };
  @handler('book') book(args: { slot: Slot }): { id: string; clashes: string[] } {
    const { slot } = args;
    const clashes = Object.values(this.state.slots).filter((each) => each.range.from === slot.range.from).map((each) => each.id);
    this.state.slots[slot.id] = slot;
    this.state.next = { id: this.actjs.scheduleAt(slot.range.from, 'remind', { id: slot.id }), at: slot.range.from };
    return { id: slot.id, clashes };
  }
  @handler('close') close(args: Range<number>): void { this.state.closed.push(args); }
  @handler('free') free(args: { between: Range<number>; atMost?: Money }): Range<number>[] { return this.state.closed.filter((each) => each.from > args.between.from); }
  @handler('remind') remind(args: { id: string }): void { this.actjs.emit('due', { slot: this.state.slots[args.id] ?? null }); }
}`,
    use: `
const slot = { id: 'a', range: { from: 1, to: null }, repeats: { every: 'week' as const, on: [1, 2 as const] satisfies (1 | 2)[] }, price: { cents: 1, currency: 'EUR' as const }, for: { kind: 'person' as const, name: 'ann' } };
const clashes: string[] = (await actor.call.book({ slot })).clashes;
await actor.call.close({ from: 1, to: clashes.length });
const free: number | undefined = (await actor.call.free({ between: { from: 1, to: 2 } }))[0]?.from;
await actor.subscribe((state) => (state.slots['a']?.for?.kind === 'item' ? state.slots['a'].for.item.id : free), { onEmit: (_, data) => data.slot?.price.cents });
await actor.optimistic('close', { from: 1, to: null }, (draft) => void draft.closed.push({ from: 1, to: null }));`,
    wrong: `actor.call.close({ from: 'monday', to: null })`,
  }),

  Feed: ({ name, item }) => ({
    source: `
import { Actor, handler } from 'actjs';
import type { ${name}Item } from './${name}Board';
import type { Stamped } from './lib/values';

type Entry<T> = Stamped<{ what: 'added'; item: T } | { what: 'gone'; id: string }>;
interface ${name}FeedState { entries: Entry<${name}Item>[]; readers: Record<string, { upTo: number; muted?: boolean }> }

export class ${name}Feed extends Actor<${name}FeedState> {
  state: ${name}FeedState = { entries: [], readers: {} };
  @handler('append') append(args: { entries: Entry<${name}Item>[] }): number { return this.state.entries.push(...args.entries); }
  @handler('read') async *read(args: { from?: number; only?: ('added' | 'gone')[] }): AsyncGenerator<Entry<${name}Item>, number> {
    for (const each of this.state.entries.slice(args.from ?? 0)) if (args.only?.includes(each.value.what) ?? true) yield each;
    return this.state.entries.length;
  }
  @handler('mark') mark(args: { reader: string; upTo: number }): { unread: number } {
    this.state.readers[args.reader] = { upTo: args.upTo };
    return { unread: this.state.entries.length - args.upTo };
  }
}`,
    use: `
await actor.call.append({ entries: [{ at: 1, by: 'ann', value: { what: 'added', item: ${item} } }] });
for await (const entry of actor.stream('read', { only: ['added'] })) if (entry.value.what === 'added') entry.value.item.id.trim();
const unread: number = (await actor.call.mark({ reader: 'ann', upTo: 1 })).unread;
await actor.subscribe((state) => state.readers['ann']?.upTo === unread);
await actor.optimistic('mark', { reader: 'bob', upTo: 2 }, (draft) => void (draft.readers['bob'] = { upTo: 2 }));`,
    wrong: `actor.call.mark({ reader: 'ann' })`,
  }),
};
