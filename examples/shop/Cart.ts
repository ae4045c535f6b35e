import { Actor, handler } from 'actjs';
import type { Ledger } from './Ledger';
import type { Stock } from './Stock';

interface Item {
  sku: string;
  count: number;
  price: number;
}

interface CartState {
  items: Item[];
}

/**
 * What one customer is about to buy; the id is the customer. Goods in a cart are reserved in Stock,
 * and a paid cart is a sale in the Ledger.
 *
 * @example actctl call Stock apple restock '{"count": 10, "price": 30}'
 * @example actctl call Cart alice add '{"sku": "apple", "count": 2}'
 * @example actctl actor watch Cart alice
 * @example actctl call Cart alice checkout
 */
export class Cart extends Actor<CartState> {
  state: CartState = { items: [] };

  /** Fails with the reason, and changes nothing, when Stock does not have so many. */
  @handler('add')
  async add({ sku, count = 1 }: { sku: string; count?: number }): Promise<Item[]> {
    const { price } = await this.stock(sku).reserve({ count });
    const item = this.state.items.find((it) => it.sku === sku);
    if (item) {
      item.count += count;
      item.price = price;
    } else {
      this.state.items.push({ sku, count, price });
    }
    return this.state.items;
  }

  @handler('remove')
  remove({ sku }: { sku: string }): Item[] {
    const index = this.state.items.findIndex((it) => it.sku === sku);
    if (index < 0) {
      this.actjs.abort(`there is no ${sku} in this cart`);
    }
    const [item] = this.state.items.splice(index, 1);
    this.stock(sku).release.tell({ count: item.count });
    return this.state.items;
  }

  @handler('total')
  total(): number {
    return this.state.items.reduce((sum, it) => sum + it.count * it.price, 0);
  }

  /** The sale and the empty cart are stored together, or neither of them. */
  @handler('checkout')
  checkout(): { paid: number } {
    const items = this.state.items;
    if (items.length === 0) {
      this.actjs.abort('the cart is empty');
    }
    const paid = this.total();
    for (const { sku, count } of items) {
      this.stock(sku).ship.tell({ count });
    }
    this.actjs.actor<Ledger>('Ledger', 'shop').sale.tell({
      customer: this.actjs.self.id,
      units: items.reduce((sum, it) => sum + it.count, 0),
      amount: paid,
    });
    this.state.items = [];
    return { paid };
  }

  private stock(sku: string) {
    return this.actjs.actor<Stock>('Stock', sku);
  }
}
