import { Actor, handler } from 'actjs';
import type { Cents } from './money';

interface StockState {
  free: number;
  reserved: number;
  price: Cents;
}

/**
 * The goods of one kind; the id is the article. It takes one call at a time, so the last piece is
 * sold once.
 *
 * @example actctl actor inspect Stock apple
 */
export class Stock extends Actor<StockState> {
  state: StockState = { free: 0, reserved: 0, price: 0 };

  @handler('restock')
  restock({ count, price = this.state.price }: { count: number; price?: Cents }): StockState {
    this.state.free += this.pieces(count);
    this.state.price = price;
    return this.state;
  }

  /** The caller gets `ActorAbort` with this reason and, for programs, `reasonCode` and `data`. */
  @handler('reserve')
  reserve({ count }: { count: number }): { price: Cents } {
    const { free, price } = this.state;
    if (this.pieces(count) > free) {
      const reason = `only ${free} of ${this.actjs.self.id} left, not ${count}`;
      this.actjs.abort(reason, { code: 'SoldOut', data: { left: free } });
    }
    this.state.free -= count;
    this.state.reserved += count;
    return { price };
  }

  /** For actors alone: clients cannot put back what they never had. */
  @handler('release', { internal: true })
  release({ count }: { count: number }): void {
    this.state.reserved -= this.pieces(count);
    this.state.free += count;
  }

  @handler('ship', { internal: true })
  ship({ count }: { count: number }): void {
    this.state.reserved -= this.pieces(count);
  }

  /** The types say that it is a number; that it is a sensible one is for the class to say. */
  private pieces(count: number): number {
    if (!Number.isInteger(count) || count < 1) {
      this.actjs.abort(`count is a whole number from 1, not ${count}`, { code: 'BadCount' });
    }
    return count;
  }
}
