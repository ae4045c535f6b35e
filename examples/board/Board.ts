import { Actor, handler } from 'actjs';

export interface Note {
  /** Made by the page, so that it shows a note before the board has it. */
  id: string;
  text: string;
  /** One of COLOURS. */
  colour: string;
  x: number;
  y: number;
}

/** What a change leaves of a note: its members before or after, or nothing when it was not there. */
export type Part = Partial<Omit<Note, 'id'>> | null;

/** One change of one person, as far as it can be taken back. */
export interface Step {
  note: string;
  before: Part;
  after: Part;
}

export interface History {
  done: Step[];
  undone: Step[];
}

export interface BoardState {
  /** The last one lies on top. */
  notes: Note[];
  /** By person. */
  histories: Record<string, History>;
}

export const COLOURS = ['yellow', 'pink', 'blue', 'green', 'violet'];
export const WIDTH = 2400;
export const HEIGHT = 1600;

const MOST_NOTES = 500;
const MOST_STEPS = 50;
const MOST_PEOPLE = 100;
const LONGEST_TEXT = 400;
const LONGEST_NAME = 40;

/**
 * A board of notes that several people move and write at once. Each takes back changes of their own;
 * what somebody else has changed since stays as that one left it.
 *
 * @example actctl call Board plans add '{"by": "ann", "note": {"id": "1", "text": "Hello", "colour": "yellow", "x": 40, "y": 40}}'
 * @example actctl call Board plans undo '{"by": "ann"}'
 * @example actctl actor watch Board plans
 */
export class Board extends Actor<BoardState> {
  state: BoardState = { notes: [], histories: {} };

  @handler('add')
  add({ by, note }: { by: string; note: Note }): void {
    if (this.state.notes.length >= MOST_NOTES) {
      this.actjs.abort(`a board has at most ${MOST_NOTES} notes`);
    }
    if (this.find(note.id) || note.id === '' || note.id.length > LONGEST_NAME) {
      this.actjs.abort('a note has an id of its own');
    }
    const { id, ...all } = note;
    this.check(all);
    this.state.notes.push({ id, ...all });
    this.remember(by, { note: id, before: null, after: all });
  }

  /** Changes some members: a move has `x` and `y`, an edit `text`. The note comes to lie on top. */
  @handler('change')
  change({ by, id, to }: { by: string; id: string; to: { text?: string; colour?: string; x?: number; y?: number } }): void {
    const note = this.find(id) ?? this.actjs.abort('this note is gone');
    this.check(to);
    const before = only(note, Object.keys(to));
    Object.assign(note, to);
    this.raise(note);
    this.remember(by, { note: id, before, after: { ...to } });
  }

  @handler('remove')
  remove({ by, id }: { by: string; id: string }): void {
    const index = this.state.notes.findIndex((note) => note.id === id);
    if (index < 0) {
      this.actjs.abort('this note is gone');
    }
    const [{ id: _, ...before }] = this.state.notes.splice(index, 1);
    this.remember(by, { note: id, before, after: null });
  }

  /** What came of it: `nothing` if there was no change to take back, `kept` if others have changed all of it since. */
  @handler('undo')
  undo({ by }: { by: string }): 'done' | 'kept' | 'nothing' {
    const history = this.state.histories[by];
    const step = history?.done.pop();
    if (!history || !step) {
      return 'nothing';
    }
    if (!this.apply(step.note, step.after, step.before)) {
      return 'kept';
    }
    history.undone.push(step);
    return 'done';
  }

  @handler('redo')
  redo({ by }: { by: string }): 'done' | 'kept' | 'nothing' {
    const history = this.state.histories[by];
    const step = history?.undone.pop();
    if (!history || !step) {
      return 'nothing';
    }
    if (!this.apply(step.note, step.before, step.after)) {
      return 'kept';
    }
    history.done.push(step);
    return 'done';
  }

  /** Where somebody points, for those who look now. */
  @handler('point')
  point({ by, name, x, y }: { by: string; name: string; x: number; y: number }): void {
    this.requireName(by);
    this.requireName(name);
    this.actjs.emit('pointer', { by, name, x: within(x, WIDTH), y: within(y, HEIGHT) });
  }

  /**
   * Makes of what a change left what it should be. A member that is not as the change left it was
   * changed by somebody since and stays. False when there is nothing of it left to change.
   */
  private apply(id: string, from: Part, to: Part): boolean {
    const note = this.find(id);
    if (from === null) {
      if (note || to === null || this.state.notes.length >= MOST_NOTES) {
        return false;
      }
      this.state.notes.push({ id, text: '', colour: 'yellow', x: 0, y: 0, ...to });
      return true;
    }
    if (!note) {
      return false;
    }
    const unchanged = Object.keys(from).filter((key) => note[key as keyof Note] === from[key as keyof Part]);
    if (to === null) {
      // Somebody has put work into it.
      if (unchanged.length < Object.keys(from).length) {
        return false;
      }
      this.state.notes.splice(this.state.notes.indexOf(note), 1);
      return true;
    }
    Object.assign(note, only(to, unchanged));
    return unchanged.length > 0;
  }

  private remember(by: string, step: Step): void {
    this.requireName(by);
    const people = Object.keys(this.state.histories);
    if (!this.state.histories[by] && people.length >= MOST_PEOPLE) {
      delete this.state.histories[people[0]!];
    }
    const history = (this.state.histories[by] ??= { done: [], undone: [] });
    history.undone = [];
    history.done.push(step);
    if (history.done.length > MOST_STEPS) {
      history.done.shift();
    }
  }

  private find(id: string): Note | undefined {
    return this.state.notes.find((note) => note.id === id);
  }

  private raise(note: Note): void {
    const notes = this.state.notes;
    if (notes.at(-1)?.id !== note.id) {
      const copy = { ...note };
      notes.splice(notes.findIndex((each) => each.id === note.id), 1);
      notes.push(copy);
    }
  }

  private check({ text = '', colour = 'yellow', x = 0, y = 0 }: { text?: string; colour?: string; x?: number; y?: number }): void {
    if (text.length > LONGEST_TEXT) {
      this.actjs.abort(`a note has at most ${LONGEST_TEXT} characters`);
    }
    if (!COLOURS.includes(colour)) {
      this.actjs.abort(`a note is ${COLOURS.join(', ')}`);
    }
    if (x !== within(x, WIDTH) || y !== within(y, HEIGHT)) {
      this.actjs.abort('a note lies on the board');
    }
  }

  private requireName(name: string): void {
    if (name.trim() === '' || name.length > LONGEST_NAME) {
      this.actjs.abort(`a name has 1 to ${LONGEST_NAME} characters`);
    }
  }
}

function only(all: object, keys: string[]): Exclude<Part, null> {
  return Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key)));
}

function within(value: number, most: number): number {
  return Math.min(Math.max(0, value), most);
}
