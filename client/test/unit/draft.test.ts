import { expect, test } from 'vitest';
import { produce } from '../../src/client/draft.ts';

const state = () => ({ title: 'a', list: [{ n: 1 }, { n: 2 }, { n: 3 }], deep: { kept: { x: 1 } } });

test('changes a copy of what is touched alone', () => {
  const before = state();
  const after = produce(before, (draft) => {
    draft.list[1]!.n = 20;
  });
  expect(after).toEqual({ ...state(), list: [{ n: 1 }, { n: 20 }, { n: 3 }] });
  expect(before).toEqual(state());
  expect(after.deep).toBe(before.deep);
  expect(after.list[0]).toBe(before.list[0]);
});

test('gives the value itself when nothing has changed', () => {
  const before = state();
  expect(produce(before, (draft) => void draft.list.map(({ n }) => n))).toBe(before);
  expect(produce(before, (draft) => void (draft.title = 'a'))).toBe(before);
});

test('arrays are changed by all their methods', () => {
  const before = state();
  const after = produce(before, (draft) => {
    draft.list.push({ n: 4 });
    draft.list.splice(0, 1);
    draft.list.reverse();
    draft.list[0]!.n = 44;
    draft.list.sort((a, b) => a.n - b.n);
  });
  expect(after.list).toEqual([{ n: 2 }, { n: 3 }, { n: 44 }]);
  expect(Array.isArray(after.list)).toBe(true);
  expect(before).toEqual(state());
});

test('no draft is left in the result', () => {
  const before = state();
  const after = produce<any>(before, (draft) => {
    draft.moved = { inside: [draft.deep] };
    draft.deep.kept.x = 2;
    delete draft.list;
  });
  expect(after).toEqual({ title: 'a', deep: { kept: { x: 2 } }, moved: { inside: [{ kept: { x: 2 } }] } });
  expect(structuredClone(after)).toEqual(after);
});

test('a returned value replaces the state, and shares what it took', () => {
  const before = state();
  const after = produce(before, (draft) => ({ ...draft, title: 'b' }));
  expect(after).toEqual({ ...state(), title: 'b' });
  expect(after.list).toBe(before.list);
  expect(produce(1, (n) => n + 1)).toBe(2);
});

test('what the recipe put in is its own to change', () => {
  const given = { n: 9 };
  const after = produce(state(), (draft) => {
    draft.list.push(given);
    draft.list[3]!.n = 10;
  });
  expect(after.list[3]).toEqual({ n: 10 });
  expect(given).toEqual({ n: 9 });
});
