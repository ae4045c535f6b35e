import { Actor, handler, type PolicyAction, type PolicyDecision, type Principal } from 'actjs';

export class GuardedCounter extends Actor<{ value: number }> {
  static policy(who: Principal, action: PolicyAction): PolicyDecision {
    switch (action.kind) {
      case 'create':
      case 'read':
      case 'subscribe':
        return true;
      case 'call':
        return action.actor.state.value >= 0 && !who.roles.includes('banned');
      default:
        return false;
    }
  }

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
