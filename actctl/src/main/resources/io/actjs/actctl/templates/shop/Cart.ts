import { Actor, handler } from 'actjs';
import { inDollars, total, type Cents, type Line } from './money';
import type { Stock } from './Stock';

interface CartState {
  lines: Line[];
}

/**
 * What one customer is about to buy; the id is the customer. The goods in a cart are reserved in
 * `Stock`.
 *
 * @example actctl call Stock apple restock '{"count": 10, "price": 30}'
 * @example actctl call Cart alice add '{"sku": "apple", "count": 2}'
 * @example actctl actor watch Cart alice
 * @example actctl call Cart alice checkout
 */
export class Cart extends Actor<CartState> {
  state: CartState = { lines: [] };

  /** When `Stock` refuses, its error goes on to the caller, and the cart stays as it was. */
  @handler('add')
  async add({ sku, count = 1 }: { sku: string; count?: number }): Promise<Line[]> {
    const { price } = await this.stock(sku).reserve({ count });
    const line = this.state.lines.find((it) => it.sku === sku);
    if (line) {
      line.count += count;
      line.price = price;
    } else {
      this.state.lines.push({ sku, count, price });
    }
    return this.state.lines;
  }

  /** A message leaves when this turn is stored, and is handled once: no goods get lost. */
  @handler('remove')
  remove({ sku }: { sku: string }): Line[] {
    const line = this.state.lines.find((it) => it.sku === sku);
    if (!line) {
      this.actjs.abort(`there is no ${sku} in this cart`, { code: 'NotInCart' });
    }
    this.state.lines = this.state.lines.filter((it) => it.sku !== sku);
    this.stock(sku).release.tell({ count: line.count });
    return this.state.lines;
  }

  @handler('checkout')
  checkout(): { paid: Cents; text: string } {
    const { lines } = this.state;
    if (lines.length === 0) {
      this.actjs.abort('the cart is empty', { code: 'EmptyCart' });
    }
    for (const { sku, count } of lines) {
      this.stock(sku).ship.tell({ count });
    }
    const paid = total(lines);
    this.state.lines = [];
    return { paid, text: `paid ${inDollars(paid)}` };
  }

  private stock(sku: string) {
    return this.actjs.actor<Stock>('Stock', sku);
  }
}
