import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { applyPatch, type PatchOperation } from '../../src/client/patch.ts';

interface Case {
  comment?: string;
  doc: unknown;
  patch: { op?: string }[];
  expected?: unknown;
  error?: string;
  disabled?: boolean;
}

const suite = new URL('../../../shared/src/test/resources/json-patch-test-suite/', import.meta.url);

for (const file of ['tests.json', 'spec_tests.json']) {
  describe(`json-patch-test-suite, ${file}`, () => {
    // Of the operations that the server sends; a case that expects an error may have any.
    const isSent = ({ patch, error }: Case) => error !== undefined || patch.every(({ op }) => /^(add|remove|replace)$/.test(op ?? ''));
    const cases = (JSON.parse(readFileSync(new URL(file, suite), 'utf8')) as Case[]).filter((each) => each.patch && !each.disabled && isSent(each));
    test.each(cases.map((each, i) => [`${i} ${each.comment ?? JSON.stringify(each.patch)}`, each] as const))('%s', (_, { doc, patch, expected, error }) => {
      const before = JSON.stringify(doc);
      if (error !== undefined) {
        expect(() => applyPatch(doc, patch as PatchOperation[])).toThrow();
      } else {
        const after = applyPatch(doc, patch as PatchOperation[]);
        if (expected !== undefined) {
          expect(after).toEqual(expected);
        }
      }
      expect(JSON.stringify(doc)).toBe(before);
    });
  });
}

test('what no operation touches keeps its identity', () => {
  const state = { left: { a: 1 }, right: { list: [{ x: 1 }, { x: 2 }] } };
  const after = applyPatch(state, [{ op: 'replace', path: '/right/list/1/x', value: 3 }]);
  expect(after).toEqual({ left: { a: 1 }, right: { list: [{ x: 1 }, { x: 3 }] } });
  expect(after.left).toBe(state.left);
  expect(after.right.list[0]).toBe(state.right.list[0]);
  expect(after.right.list[1]).not.toBe(state.right.list[1]);
});

test('a member named __proto__ is a member', () => {
  const after = applyPatch({}, [{ op: 'add', path: '/__proto__', value: { polluted: true } }]) as object;
  expect(Object.keys(after)).toEqual(['__proto__']);
  expect((after as { polluted?: boolean }).polluted).toBeUndefined();
});

test('an operation that the server never sends is refused, not skipped', () => {
  expect(() => applyPatch({ a: 1 }, [{ op: 'copy', from: '/a', path: '/b' } as never])).toThrow();
});
