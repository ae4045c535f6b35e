import { Actor, handler, type Principal } from 'actjs';

export class ViewCounter extends Actor<{ value: number }> {
  static viewer = (who: Principal) => who.roles.includes('dealer');

  view(dealer: boolean) {
    return dealer ? { value: this.state.value, cost: 7 } : { value: this.state.value };
  }

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
