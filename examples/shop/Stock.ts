import { Actor, handler } from 'actjs';

interface StockState {
  free: number;
  reserved: number;
  price: number;
}

/**
 * The goods of one kind; the id is the article. One call at a time decides who gets the last one.
 *
 * @example actctl actor inspect Stock apple
 */
export class Stock extends Actor<StockState> {
  state: StockState = { free: 0, reserved: 0, price: 0 };

  @handler('restock')
  restock({ count, price = this.state.price }: { count: number; price?: number }): StockState {
    this.state.free += this.whole(count);
    this.state.price = price;
    return this.state;
  }

  @handler('reserve')
  reserve({ count }: { count: number }): { price: number } {
    const { free } = this.state;
    if (this.whole(count) > free) {
      this.actjs.abort(`only ${free} of ${this.actjs.self.id} left, not ${count}`);
    }
    this.state.free -= count;
    this.state.reserved += count;
    return { price: this.state.price };
  }

  @handler('release')
  release({ count }: { count: number }): void {
    this.state.reserved -= this.whole(count);
    this.state.free += count;
  }

  @handler('ship')
  ship({ count }: { count: number }): void {
    this.state.reserved -= this.whole(count);
  }

  private whole(count: number): number {
    if (!Number.isInteger(count) || count < 1) {
      this.actjs.abort(`count is a whole number from 1, not ${JSON.stringify(count)}`);
    }
    return count;
  }
}
