import type {} from 'actjs/bindings/svelte';
import type { Board, BoardState } from '../Board';

/** What the page calls, checked against the class itself. */
export interface Classes {
  Board: {
    state: BoardState;
    event: never;
    handlers: Handlers<Board>;
    emits: { pointer: { by: string; name: string; x: number; y: number } };
    eventSourced: false;
  };
}

/** The methods of a class that answer, as a page calls them. */
type Handlers<A> = {
  [M in 'add' | 'change' | 'remove' | 'undo' | 'redo' | 'point' as M extends keyof A ? M : never]: M extends keyof A
    ? A[M] extends (args: infer P) => infer R ? (args: P) => Promise<Awaited<R>> : never
    : never;
};

declare module 'actjs/bindings/svelte' {
  interface Register { classes: Classes }
}
