import { Actor, handler, type PolicyAction, type PolicyDecision, type Principal } from 'actjs';

export class PolicyCounter extends Actor<{ value: number }> {
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
