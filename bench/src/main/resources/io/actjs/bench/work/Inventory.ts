import { Actor, handler } from 'actjs';

interface Item {
  sku: string;
  name: string;
  place: { hall: string; shelf: number };
  quantity: number;
}

/** State of any size, and a turn that changes one field of it. */
export class Inventory extends Actor<{ items: Item[] }> {
  onInit() {
    this.state = { items: [] };
  }

  /** Adds the items numbered `from` to `to - 1`, each about 100 characters of JSON. */
  @handler('fill')
  fill(args: { from: number; to: number }): number {
    for (let i = args.from; i < args.to; i++) {
      this.state.items.push({
        sku: `SKU-${1000000 + i}`,
        name: `a thing that is number ${1000000 + i}`,
        place: { hall: 'north', shelf: i % 100 },
        quantity: 0,
      });
    }
    return this.state.items.length;
  }

  @handler('take')
  take(args: { index: number }): number {
    return ++this.state.items[args.index].quantity;
  }

  @handler('taken')
  taken(): number {
    return this.state.items.reduce((sum, item) => sum + item.quantity, 0);
  }
}
