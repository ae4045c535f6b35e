import { EventSourced, handler } from 'actjs';
type E = { type: 'added'; n: number } | { type: 'cleared' };
export class Log extends EventSourced<{ sum: number }, E> {
  initialState() { return { sum: 0 }; }
  @handler('add') add({ n }: { n: number }): E[] { return [{ type: 'added', n }]; }
  @handler('clear') clear(): E[] { return [{ type: 'cleared' }]; }
  reduce(state: { sum: number }, e: E) { if (e.type === 'added') state.sum += e.n; else state.sum = 0; }
}
