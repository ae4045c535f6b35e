import { Actor, handler } from 'actjs';

export class Counter extends Actor<{ value: number }> {
  onInit() {
    this.state = { value: 0 };
  }

  @handler('inc')
  inc(args: { by: number }): number {
    this.state.value += args.by;
    return this.state.value;
  }

  @handler('get')
  get(): number {
    return this.state.value;
  }
}
