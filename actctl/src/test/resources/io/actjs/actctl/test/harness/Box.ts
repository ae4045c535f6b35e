import { Actor, handler, type Principal, type PolicyAction } from 'actjs';
let memory = 0;
export const LIMIT = 3;
interface Address { city: string; zip?: string; tags: ('a' | 'b')[] }
export class Box extends Actor<{ items: string[]; owner: string }> {
  static env = { GREETING: 'string?', TOKEN: 'secret?', RETRIES: 'number?' };
  static retry = { attempts: 2 };
  static policy(who: Principal, action: PolicyAction<Box>) { return who.sub !== 'eve' || action.kind === 'read'; }
  state: { items: string[]; owner: string } = { items: [], owner: '' };
  onInit({ owner = 'nobody' }: { owner?: string }) { this.state.owner = owner; }
  @handler('put') put({ item }: { item: string }): number { this.state.items.push(item); this.actjs.emit('put', { item }); return this.state.items.length; }
  @handler('memory') memory(): number { return ++memory; }
  @handler('remind') remind({ at, every = 0 }: { at: number; every?: number }): void { every ? this.actjs.scheduleEvery(every, 'put', { item: 'every' }) : this.actjs.scheduleAt(at, 'put', { item: 'once' }); }
  @handler('who') who(): unknown { return this.actjs.caller.principal; }
  @handler('greet') greet(): unknown { return { greeting: this.actjs.env.GREETING, retries: this.actjs.env.RETRIES, token: this.actjs.env.TOKEN }; }
  @handler('chance') chance(): unknown { return [Math.random(), crypto.randomUUID(), Date.now(), new Date().toISOString()]; }
  @handler('bad') bad(): void { console.log('about to fail'); throw new Error('boom'); }
  @handler('loop') loop(): void { for (;;); }
  @handler('forever') async forever(): Promise<void> { await new Promise(() => {}); }
  @handler('storm') storm(): void { this.actjs.tell(this.actjs.self, 'storm'); }
  @handler('move') move({ address, n }: { address: Address; n: number }): string { return address.tags.length > 1 && n > 10 ? ((undefined as any).x) : address.city; }
}
