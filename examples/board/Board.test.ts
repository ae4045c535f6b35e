import { assertSnapshot, describe, expect, test, TestRuntime } from 'actjs/test';
import { Board } from './Board';

const NOTE = { id: '1', text: 'Milk', colour: 'yellow', x: 10, y: 20 };

function board() {
  const t = TestRuntime.create({ classes: { Board } });
  const plans = t.actor(Board, { id: 'plans' });
  const notes = async () => (await plans.state())!.notes;
  return { t, plans, notes };
}

describe('notes', () => {
  test('are added, changed, raised and removed', async () => {
    const { plans, notes } = board();
    await plans.call.add({ by: 'ann', note: NOTE });
    await plans.call.add({ by: 'bob', note: { ...NOTE, id: '2' } });
    await plans.call.change({ by: 'bob', id: '1', to: { x: 300, y: 200 } });
    expect(await notes()).toEqual([{ ...NOTE, id: '2' }, { ...NOTE, x: 300, y: 200 }]);
    await plans.call.remove({ by: 'ann', id: '2' });
    expect((await notes()).map((each) => each.id)).toEqual(['1']);
  });

  test('lie on the board, have a colour that there is, and are not too long', async () => {
    const { plans } = board();
    for (const wrong of [{ x: -1 }, { y: 9999 }, { colour: 'plaid' }, { text: 'x'.repeat(401) }, { id: '' }]) {
      await expect(plans.call.add({ by: 'ann', note: { ...NOTE, ...wrong } })).rejects.toThrow({ code: 'ActorAbort' });
    }
    expect(await plans.state()).toBeUndefined();
  });

  test('that are gone cannot be changed', async () => {
    const { plans } = board();
    await expect(plans.call.change({ by: 'ann', id: '1', to: { text: 'Tea' } })).rejects.toThrow('this note is gone');
  });
});

describe('undo', () => {
  test('takes back one change after the other, and redo makes them again', async () => {
    const { plans, notes } = board();
    await plans.call.add({ by: 'ann', note: NOTE });
    await plans.call.change({ by: 'ann', id: '1', to: { text: 'Oat milk' } });
    await plans.call.remove({ by: 'ann', id: '1' });
    expect(await plans.call.undo({ by: 'ann' })).toBe('done');
    expect(await notes()).toEqual([{ ...NOTE, text: 'Oat milk' }]);
    expect(await plans.call.undo({ by: 'ann' })).toBe('done');
    expect(await notes()).toEqual([NOTE]);
    expect(await plans.call.undo({ by: 'ann' })).toBe('done');
    expect(await notes()).toEqual([]);
    expect(await plans.call.undo({ by: 'ann' })).toBe('nothing');
    for (const _ of [1, 2]) {
      expect(await plans.call.redo({ by: 'ann' })).toBe('done');
    }
    expect(await notes()).toEqual([{ ...NOTE, text: 'Oat milk' }]);
  });

  test('is of changes of one’s own', async () => {
    const { plans, notes } = board();
    await plans.call.add({ by: 'ann', note: NOTE });
    await plans.call.add({ by: 'bob', note: { ...NOTE, id: '2' } });
    await plans.call.undo({ by: 'ann' });
    expect((await notes()).map((each) => each.id)).toEqual(['2']);
  });

  test('keeps what others have changed since', async () => {
    const { plans, notes } = board();
    await plans.call.add({ by: 'ann', note: NOTE });
    await plans.call.change({ by: 'ann', id: '1', to: { x: 100, colour: 'pink' } });
    await plans.call.change({ by: 'bob', id: '1', to: { colour: 'blue' } });
    expect(await plans.call.undo({ by: 'ann' })).toBe('done');
    expect(await notes()).toEqual([{ ...NOTE, colour: 'blue' }]);
    // The note has the work of another in it.
    expect(await plans.call.undo({ by: 'ann' })).toBe('kept');
    expect(await notes()).toHaveLength(1);
  });

  test('of a change to a note that another has removed changes nothing', async () => {
    const { plans, notes } = board();
    await plans.call.add({ by: 'ann', note: NOTE });
    await plans.call.change({ by: 'ann', id: '1', to: { text: 'Tea' } });
    await plans.call.remove({ by: 'bob', id: '1' });
    expect(await plans.call.undo({ by: 'ann' })).toBe('kept');
    expect(await notes()).toEqual([]);
    expect(await plans.call.undo({ by: 'bob' })).toBe('done');
    expect(await notes()).toEqual([{ ...NOTE, text: 'Tea' }]);
  });

  test('remembers the last fifty', async () => {
    const { plans } = board();
    await plans.call.add({ by: 'ann', note: NOTE });
    for (let x = 0; x < 60; x++) {
      await plans.call.change({ by: 'ann', id: '1', to: { x } });
    }
    expect((await plans.state())!.histories.ann.done).toHaveLength(50);
  });
});

test('pointers are told and not stored', async () => {
  const { t, plans } = board();
  const seen = await t.subscribe(plans, { who: 'bob' });
  await plans.call.point({ by: 'ann', name: 'Ann', x: 5, y: 99_999 });
  expect(seen.emits.at(-1)).toEqual({ type: 'pointer', data: { by: 'ann', name: 'Ann', x: 5, y: 1600 } });
  expect(seen.patches).toEqual([]);
});

test('survives a crash', async () => {
  const { t, plans } = board();
  await plans.call.add({ by: 'ann', note: NOTE });
  await t.restart();
  await plans.call.undo({ by: 'ann' });
  await assertSnapshot(plans, { notes: [] }, { partial: true });
});
