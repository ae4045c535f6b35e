import type { Kind } from './subject.ts';

/** What keeps things, by the end of the class's name: two of these are event-sourced, one has a view. */
export const RECORDS: Record<string, Kind> = {
  Board: ({ name, members, item }) => ({
    source: `
import { Actor, handler } from 'actjs';
import { type Page, page } from './lib/pages';
import type { Address, Contact, Money, Range, Stage, Stamped } from './lib/values';

export interface ${name}Item { id: string; ${members} }
interface ${name}BoardState { items: ${name}Item[]; byStage: Record<Stage, string[]>; touched: Stamped<{ id: string; to: Stage }>[]; owner: string }

export class ${name}Board extends Actor<${name}BoardState> {
  state: ${name}BoardState = { items: [], byStage: { draft: [], open: [], held: [], closed: [] }, touched: [], owner: '' };
  override onInit(args: { owner: string }): void { this.state.owner = args.owner; }
  @handler('add') add(args: { item: ${name}Item; at?: number }): number {
    this.state.items.splice(args.at ?? this.state.items.length, 0, args.item);
    return this.state.items.length;
  }
  @handler('move') move(args: { id: string; to: Stage }): Stage | null {
    if (!this.state.items.some((each) => each.id === args.id)) return null;
    this.state.byStage[args.to].push(args.id);
    this.state.touched.push({ at: this.actjs.now(), by: this.actjs.caller.principal.sub, value: args });
    this.actjs.emit('moved', { id: args.id, to: args.to });
    return args.to;
  }
  @handler('page') page(args: { from?: number; size?: number }): Page<${name}Item> { return page(this.state.items, args.from ?? 0, args.size ?? 20); }
  @handler('tidy', { internal: true }) tidy(): void { this.state.touched.splice(0, this.state.touched.length - 100); }
}`,
    use: `
const n: number = await actor.call.add({ item: ${item}, at: 0 });
const to: 'draft' | 'open' | 'held' | 'closed' | null = await actor.call.move({ id: 'a', to: 'open' });
const next: string | undefined = (await actor.call.page({ size: n })).next;
await actor.subscribe((state) => state.byStage.open.includes(state.items[0]?.id ?? next ?? to ?? ''), { onEmit: (type, data) => [type, data.id.length] });
await actor.optimistic('add', { item: ${item} }, (draft) => void draft.items.push(${item}));`,
    wrong: `actor.call.move({ id: 'a', to: 'lost' })`,
  }),

  Ledger: ({ name, partner }) => ({
    source: `
import { EventSourced, handler } from 'actjs';
import type { ${name}Item } from './${name}Board';
import type { ${partner}Item } from './${partner}Board';
import { type Money, type Stamped, sum } from './lib/values';

interface ${name}LedgerState { balance: Money; entries: Stamped<Money>[]; holds: Record<string, { amount: Money; item: ${name}Item; against?: ${partner}Item }> }
type ${name}LedgerEvent =
  | { type: 'credited'; entry: Stamped<Money> }
  | { type: 'held'; id: string; amount: Money; item: ${name}Item; against?: ${partner}Item }
  | { type: 'released'; id: string; because: 'paid' | 'expired' | null };

export class ${name}Ledger extends EventSourced<${name}LedgerState, ${name}LedgerEvent> {
  initialState(): ${name}LedgerState { return { balance: { cents: 0, currency: 'EUR' }, entries: [], holds: {} }; }
  reduce(state: ${name}LedgerState, event: ${name}LedgerEvent): ${name}LedgerState {
    switch (event.type) {
      case 'credited': {
        const entries = [...state.entries, event.entry];
        return { ...state, entries, balance: { ...state.balance, cents: sum(entries.map((each) => each.value)) } };
      }
      case 'held': return { ...state, holds: { ...state.holds, [event.id]: event } };
      case 'released': return { ...state, holds: Object.fromEntries(Object.entries(state.holds).filter(([id]) => id !== event.id)) };
    }
  }
  @handler('credit') credit(args: { amount: Money; by: string }): ${name}LedgerEvent[] {
    return [{ type: 'credited', entry: { at: this.actjs.now(), by: args.by, value: args.amount } }];
  }
  @handler('hold') hold(args: { id: string; amount: Money; item: ${name}Item }): ${name}LedgerEvent[] { return [{ type: 'held', ...args }]; }
  @handler('release') release(args: { id: string; because?: 'paid' | 'expired' }): { events: ${name}LedgerEvent[]; result: number } {
    this.actjs.emit('released', args.id);
    return { events: [{ type: 'released', id: args.id, because: args.because ?? null }], result: Object.keys(this.state.holds).length };
  }
}`,
    use: `
await actor.call.credit({ amount: { cents: 100, currency: 'EUR' }, by: 'ann' });
const left: number = await actor.call.release({ id: 'a', because: 'paid' });
await actor.subscribe((state, { events }) => {
  for (const event of events ?? []) if (event.type === 'credited') event.entry.value.cents.toFixed(left);
  return state.holds['a']?.item.id;
});
await actor.optimistic('credit', { amount: { cents: 1, currency: 'USD' }, by: 'bob' }, (draft) => void (draft.balance.cents += 1));`,
    wrong: `actor.call.credit({ amount: { cents: '100', currency: 'EUR' }, by: 'ann' })`,
  }),

  History: ({ name, item }) => ({
    source: `
import { EventSourced, handler } from 'actjs';
import type { ${name}Item } from './${name}Board';
import type { Edited } from './lib/pages';
import type { Stage } from './lib/values';

interface ${name}HistoryState { current: ${name}Item | null; revision: number; stages: Stage[]; authors: { [name: string]: number } }
type ${name}HistoryEvent = { type: 'created'; item: ${name}Item } | { type: 'edited'; by: string; change: Edited<${name}Item> } | { type: 'staged'; stage: Stage };

export class ${name}History extends EventSourced<${name}HistoryState, ${name}HistoryEvent> {
  initialState(): ${name}HistoryState { return { current: null, revision: 0, stages: [], authors: {} }; }
  reduce(state: ${name}HistoryState, event: ${name}HistoryEvent): ${name}HistoryState {
    const revision = state.revision + 1;
    switch (event.type) {
      case 'created': return { ...state, revision, current: event.item };
      case 'edited': return { ...state, revision, authors: { ...state.authors, [event.by]: revision } };
      case 'staged': return { ...state, revision, stages: [...state.stages, event.stage] };
    }
  }
  @handler('create') create(args: { item: ${name}Item }): ${name}HistoryEvent[] { return [{ type: 'created', item: args.item }]; }
  @handler('edit') edit(args: { by: string; change: Edited<${name}Item> }): ${name}HistoryEvent[] { return [{ type: 'edited', ...args }]; }
  @handler('stage') stage(args: { stage: Stage }): ${name}HistoryEvent[] { return [{ type: 'staged', stage: args.stage }]; }
}`,
    use: `
await actor.call.create({ item: ${item} });
await actor.call.edit({ by: 'ann', change: { id: 'b' } });
await actor.call.stage({ stage: 'held' });
await actor.subscribe((state, { events }) => events?.some((each) => each.type === 'edited' && each.by in state.authors));
await actor.optimistic('stage', { stage: 'closed' }, (draft) => void draft.stages.push('closed'));`,
    wrong: `actor.call.edited({ by: 'ann', change: {} })`,
  }),

  Vault: ({ name, item }) => ({
    source: `
import { Actor, handler, type Principal } from 'actjs';
import type { ${name}Item } from './${name}Board';
import type { Money, Range } from './lib/values';

interface Grant { who: string; may: ('read' | 'change')[]; during?: Range<number> }
interface ${name}VaultState { kept: Record<string, ${name}Item>; grants: Grant[]; secret: string; worth: Money }

export class ${name}Vault extends Actor<${name}VaultState> {
  state: ${name}VaultState = { kept: {}, grants: [], secret: '', worth: { cents: 0, currency: 'EUR' } };
  view(who: Principal): { kept: ${name}Item[]; mine: Grant | null; worth: Money } {
    return { kept: Object.values(this.state.kept), mine: this.state.grants.find((each) => each.who === who.sub) ?? null, worth: this.state.worth };
  }
  @handler('keep') keep(args: { item: ${name}Item; worth?: Money }): boolean {
    const isNew = !(args.item.id in this.state.kept);
    this.state.kept[args.item.id] = args.item;
    this.state.worth = args.worth ?? this.state.worth;
    return isNew;
  }
  @handler('grant') grant(args: Grant): Grant[] { this.state.grants.push(args); return this.state.grants; }
  @handler('open') open(args: { id: string }): ${name}Item | null { return this.state.kept[args.id] ?? null; }
}`,
    use: `
const isNew: boolean = await actor.call.keep({ item: ${item}, worth: { cents: 1, currency: 'GBP' } });
const may: ('read' | 'change')[] | undefined = (await actor.call.grant({ who: 'ann', may: ['read'] }))[0]?.may;
const opened: string | undefined = (await actor.call.open({ id: 'a' }))?.id;
await actor.subscribe((state) => [state.kept[0]?.id, state.mine?.during?.to, isNew, may, opened]);
await actor.optimistic('keep', { item: ${item} }, (draft) => void draft.kept.push(${item}));`,
    wrong: `actor.subscribe((state) => state.secret)`,
  }),

  Queue: ({ name, partner, item }) => ({
    source: `
import { Actor, handler } from 'actjs';
import type { ${name}Item } from './${name}Board';
import type { ${name}History } from './${name}History';
import type { ${partner}Board, ${partner}Item } from './${partner}Board';
import { type Result, accepted } from './lib/pages';

interface Job<T> { id: string; work: T; attempts: { at: number; error: string | null }[]; after?: string[] }
interface ${name}QueueState { waiting: Job<${name}Item>[]; running: Job<${name}Item> | null; done: number; handed: Job<${partner}Item>[] }

export class ${name}Queue extends Actor<${name}QueueState> {
  state: ${name}QueueState = { waiting: [], running: null, done: 0, handed: [] };
  @handler('push') push(args: { id: string; work: ${name}Item; after?: string[] }): Result<number, 'Full' | 'Known'> {
    if (this.state.waiting.some((each) => each.id === args.id)) return { ok: false, reason: 'Known', path: [args.id] };
    return accepted(this.state.waiting.push({ ...args, attempts: [] }));
  }
  @handler('take') take(): Job<${name}Item> | null { return (this.state.running = this.state.waiting.shift() ?? null); }
  @handler('hand') async hand(args: { job: Job<${partner}Item> }): Promise<number> {
    this.state.handed.push(args.job);
    this.actjs.actor<${name}History>('${name}History', args.job.id).stage.tell({ stage: 'held' });
    return await this.actjs.actor<${partner}Board>('${partner}Board', 'main').add({ item: args.job.work });
  }
}`,
    use: `
const pushed = await actor.call.push({ id: 'a', work: ${item} });
const n: number = pushed.ok ? pushed.value : pushed.path.length;
const attempts = (await actor.call.take())?.attempts.length;
await actor.subscribe((state) => [state.running?.work.id, state.handed[0]?.work.id, attempts, n]);
await actor.optimistic('push', { id: 'b', work: ${item} }, (draft) => void draft.waiting.push({ id: 'b', work: ${item}, attempts: [] }));`,
    wrong: `actor.call.hand({ job: { id: 'a', work: {}, attempts: [] } })`,
  }),
};
