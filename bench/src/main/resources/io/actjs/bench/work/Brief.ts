import { Actor, handler } from 'actjs';

type State = { count: number; told: number; fired: number; ticks: number };

/** Lives for some seconds and does all that an actor can. */
export class Brief extends Actor<State> {
  state: State = { count: 0, told: 0, fired: 0, ticks: 0 };

  onInit({ count = 0 }: { count?: number }) {
    this.state.count = count;
  }

  @handler('add')
  add(): number {
    return ++this.state.count;
  }

  @handler('told')
  told(): void {
    this.state.told++;
  }

  @handler('refuse')
  refuse(): void {
    this.actjs.abort('it never wants to');
  }

  @handler('plan')
  plan(): string[] {
    const now = this.actjs.now();
    this.actjs.scheduleAt(now + 50, 'fire');
    return [this.actjs.scheduleAt(now + 3_600_000, 'fire'), this.actjs.scheduleEvery(1000, 'tick')];
  }

  @handler('cancel')
  cancel({ ids }: { ids: string[] }): void {
    ids.forEach((id) => this.actjs.cancel(id));
  }

  @handler('fire')
  fire(): void {
    this.state.fired++;
  }

  @handler('tick')
  tick(): void {
    this.state.ticks++;
  }
}
