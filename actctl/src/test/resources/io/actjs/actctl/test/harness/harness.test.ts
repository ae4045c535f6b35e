import { test, describe, beforeEach, afterEach, expect, TestRuntime, assertEmitted, assertNotMaterialized, assertScheduled, assertSnapshot, replayMigrations, arbitrary } from 'actjs/test';
import { make, LIMIT } from './help';
import { Box } from './Box';
import { Log } from './Log';
import { Doc as Doc1 } from './V1';
import { Doc as Doc2 } from './V2';
import { Doc as Doc3 } from './V3';

const NOW = 1_700_000_000_000;

describe('creation', () => {
  let t: TestRuntime;
  const seen: string[] = [];
  beforeEach(() => { t = make(); seen.push('before'); });
  afterEach(() => { seen.push('after'); });
  test('init is honoured', async () => {
    const box = t.actor(Box, { init: { owner: 'ann' } });
    await assertNotMaterialized(box);
    expect(await box.state()).toBeUndefined();
    await assertNotMaterialized(box);
    await box.call.put({ item: 'x' });
    await assertSnapshot(box, { items: ['x'], owner: 'ann' });
    await assertSnapshot(box, { owner: 'ann' }, { partial: true });
    await expect(assertNotMaterialized(box)).rejects.toThrow('exists');
  });
  test('create', async () => {
    const box = t.actor(Box);
    await box.create({ owner: 'bob' });
    expect((await box.state())?.owner).toBe('bob');
    await expect(box.create()).rejects.toMatchObject({ code: 'Conflict' });
    await expect(t.actor(Box, { id: 'x' }).create()).rejects.toThrow(TypeError);
    expect(() => t.actor(Box, { id: 'x', init: {} })).toThrow(TypeError);
  });
  test('ids', () => {
    const a = t.actor(Box).id;
    expect(a).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(make().actor(Box).id).toBe(a);
    expect(make({ seed: 2 }).actor(Box).id).not.toBe(a);
    expect(t.actor(Box).id > a).toBe(true);
    expect(seen.length).toBe(5);
  });
  test('delete', async () => {
    const box = t.actor(Box, { id: 'd' });
    await box.call.put({ item: 'x' });
    await box.delete();
    expect(await box.state()).toBeUndefined();
    await expect(box.call.put({ item: 'x' })).rejects.toThrow({ code: 'Gone' });
    await assertNotMaterialized(box);
  });
});

test('reminders', async () => {
  const t = make();
  const box = t.actor(Box, { id: 'r' });
  await box.call.remind({ at: NOW + 5000 });
  await box.call.remind({ at: 0, every: 60_000 });
  await assertScheduled(t, { type: 'put', at: NOW + 5000, payload: { item: 'once' }, actorId: 'r' });
  expect((await t.reminders(box)).map(r => [r.type, r.at - NOW, r.every])).toEqual([['put', 5000, 0], ['put', 60000, 60000]]);
  expect(await t.advanceTime(300_000)).toBe(6);
  expect(t.now).toBe(NOW + 300_000);
  await assertSnapshot(box, { items: ['once', 'every', 'every', 'every', 'every', 'every'] }, { partial: true });
  await expect(t.advanceTime(-1)).rejects.toThrow(RangeError);
  expect(await t.drainReminders()).toBe(0);
  await expect(assertScheduled(t, { type: 'nope' })).rejects.toThrow('no such reminder');
});

test('too many reminders', async () => {
  const t = make();
  await t.actor(Box).call.remind({ at: 0, every: 1000 });
  await expect(t.advanceTime(20_000_000)).rejects.toThrow('time stands still');
}, { timeoutMs: 60000 });

test('crash and restart', async () => {
  const t = make();
  const box = t.actor(Box, { id: 'c' });
  await box.call.put({ item: 'kept' });
  expect([await box.call.memory(), await box.call.memory()]).toEqual([1, 2]);
  await t.crash();
  await expect(box.call.memory()).rejects.toThrow({ code: 'ShuttingDown' });
  await t.restart();
  expect(await box.call.memory()).toBe(1);
  await assertSnapshot(box, { items: ['kept'] }, { partial: true });
});

test('failNext', async () => {
  const t = make();
  const box = t.actor(Box, { id: 'f' });
  t.failNext('commit');
  await expect(box.call.put({ item: 'lost' })).rejects.toThrow({ code: 'StorageUnavailable' });
  await box.call.put({ item: 'kept' });
  t.failNext('commit', 'crash-after');
  await expect(box.call.put({ item: 'stored' })).rejects.toThrow();
  await t.restart();
  await assertSnapshot(box, { items: ['kept', 'stored'] }, { partial: true });
  expect(() => t.failNext('comit' as any)).toThrow('one of commit');
});

test('tell, retry and dead letters', async () => {
  const t = make();
  const box = t.actor(Box, { id: 't' });
  expect(await box.tell.put({ item: 'told' })).toHaveLength(36);
  await assertSnapshot(box, { items: ['told'] }, { partial: true });
  await box.tell.bad();
  expect(await t.deadLetters()).toHaveLength(0);
  await t.advanceTime(1000);
  const [letter] = await t.deadLetters(box);
  expect(letter).toMatchObject({ type: 'bad', actor: { class: 'Box', id: 't' } });
  expect(letter.reason).toContain('boom');
});

test('subscription', async () => {
  const t = make();
  const box = t.actor(Box, { id: 's' });
  const seen = await t.subscribe(box, { who: 'me' });
  expect(seen.snapshots).toEqual([{ items: [], owner: 'nobody' }]);
  await box.call.put({ item: 'a' });
  expect(seen.patches).toEqual([[{ op: 'add', path: '/items/0', value: 'a' }]]);
  expect(seen.state).toEqual({ items: ['a'], owner: 'nobody' });
  expect(seen.emits).toEqual([{ type: 'put', data: { item: 'a' } }]);
  expect(await t.emitted(box)).toEqual([{ type: 'put', data: { item: 'a' } }]);
  await assertEmitted(box, { type: 'put', payload: { item: 'a' } });
  await expect(assertEmitted(box, { type: 'put', payload: { item: 'b' } })).rejects.toThrow();
  await seen.close();
  await box.call.put({ item: 'b' });
  expect(seen.patches).toHaveLength(1);
  const log = t.actor(Log);
  const events = await t.subscribe(log);
  await log.call.add({ n: 2 });
  await log.call.add({ n: 3 });
  expect(events.events).toEqual([{ type: 'added', n: 2 }, { type: 'added', n: 3 }]);
  expect(await log.events()).toEqual(events.events);
  expect(await log.state()).toEqual({ sum: 5 });
  await assertEmitted(log, { type: 'added', payload: { n: 3 } });
  await log.delete();
  expect(events.ended).toBe('Gone');
});

test('principals', async () => {
  const t = make({ principal: { sub: 'root', roles: ['admin'], claims: { a: 1 } } });
  const box = t.actor(Box, { id: 'p' });
  expect(await box.call.who()).toMatchObject({ sub: 'root', roles: ['admin'], claims: { a: 1 } });
  expect(await box.as('ann').call.who()).toMatchObject({ sub: 'ann', roles: [] });
  expect(await box.callAs({ sub: 'bob', roles: ['x'] }, 'who')).toMatchObject({ sub: 'bob', roles: ['x'] });
  await expect(box.as('eve').call.who()).rejects.toThrow({ code: 'PolicyDenied' });
  await box.call.put({ item: 'x' });
  expect(await box.as('eve').state()).toBeDefined();
});

test('env', async () => {
  expect(await make().actor(Box).call.greet()).toEqual({});
  const t = make({ env: { GREETING: 'hi', RETRIES: 3, TOKEN: 'secret-1' } });
  expect(await t.actor(Box).call.greet()).toEqual({ greeting: 'hi', retries: 3, token: 'secret-1' });
  await expect(make({ env: { TOKEN: 'x' } }).actor(Box).call.greet()).rejects.toThrow('fewer than 6');
});

test('chance', async () => {
  const draw = (seed: number) => make({ seed }).actor(Box).call.chance() as Promise<any[]>;
  const [one, again, other] = [await draw(1), await draw(1), await draw(2)];
  expect(one).toEqual(again);
  expect(one).not.toEqual(other);
  expect(one[2]).toBe(NOW);
  expect(one[3]).toBe('2023-11-14T22:13:20.000Z');
});

test('errors of actors', async () => {
  const box = make().actor(Box);
  await expect(box.call.bad()).rejects.toThrow({ code: 'HandlerError', message: /boom/ });
  await expect((box.call as any).nothing()).rejects.toThrow({ code: 'UnknownMethod' });
  await expect((box.call as any).put({ item: 1 })).rejects.toThrow({ code: 'SchemaInvalid' });
  await expect(box.call.put({ item: 10n as any })).rejects.toThrow(TypeError);
});

test('migrations', async () => {
  const chain = await replayMigrations({
    classes: [{ ctor: Doc1, version: '1.0.0' }, { ctor: Doc2, version: '2.0.0' }, { ctor: Doc3, version: '3.0.0' }],
    snapshots: [{ version: '1.0.0', state: { a: 2 } }, { version: '2.0.0', state: { b: 5 } }, { version: '1.0.0', state: { a: -1 } }],
  });
  expect(chain.results.map(r => r.after)).toEqual([{ c: 21 }, { c: 6 }, undefined]);
  expect(chain.failures).toBe(1);
  expect(chain.results[2]).toMatchObject({ ok: false, index: 2, fromVersion: '1.0.0', toVersion: '3.0.0', before: { a: -1 } });
  expect(chain.results[2].error).toContain('negative');
  const one = await replayMigrations({ ctor: Doc2, snapshots: [{ version: '1.4.0', state: { a: 7 } }] });
  expect(one.results[0]).toMatchObject({ after: { b: 70 }, toVersion: '2.0.0', ok: true });
});

test('versions', async () => {
  const t = TestRuntime.create({ classes: { one: { ctor: Doc1, name: 'Doc' } } });
  expect(await t.actorRef('Doc', 'x').call.x()).toEqual({ a: 1 });
});

test('pure parts', () => {
  const state = { sum: 1 };
  Log.prototype.reduce.call(null, state, { type: 'added', n: 2 });
  expect(state).toEqual({ sum: 3 });
  expect(LIMIT).toBe(3);
});

test.prop('sums', [arbitrary.array(arbitrary.integer(1, 9), 5)], async numbers => {
  const log = make().actor(Log);
  for (const n of numbers) await log.call.add({ n });
  expect((await log.state())?.sum ?? 0).toBe(numbers.reduce((a, b) => a + b, 0));
}, { runs: 20 });

test.prop('handlers take what they are typed with', [arbitrary.of(Log, 'add')], async args => {
  await make().actor(Log).call.add(args);
}, { runs: 20 });

test('equality', () => {
  expect(NaN).toEqual(NaN);
  expect(new Date(1)).not.toEqual(new Date(2));
  expect(new Map([[1, { a: 1 }]])).toEqual(new Map([[1, { a: 1 }]]));
  expect(new Map([[1, 2]])).not.toEqual(new Map([[1, 3]]));
  expect(new Set([1, 2])).toEqual(new Set([2, 1]));
  expect(new Set([1])).not.toEqual(new Set([2]));
  expect(Uint8Array.of(1, 2)).toEqual(Uint8Array.of(1, 2));
  expect(Uint8Array.of(1, 2)).not.toEqual(Uint8Array.of(1, 3));
  expect({ a: undefined }).toEqual({});
  expect({ a: undefined }).not.toStrictEqual({});
  expect([1, 2, 3]).toContain(2);
  expect([{ a: 1 }]).toContainEqual({ a: 1 });
  expect('abc').toMatch(/b/);
  expect(0.1 + 0.2).toBeCloseTo(0.3);
  expect({ a: { b: [1] } }).toHaveProperty('a.b.0', 1);
  expect(() => { throw new Error('x'); }).toThrow('x');
  expect(() => {}).not.toThrow();
});
test('timers', async () => { await new Promise(r => setTimeout(r, 20)); });
test.skip('skipped', () => { throw new Error('no'); });
test.todo('later');
