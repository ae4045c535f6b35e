package io.actjs.engine.icu;

import java.util.BitSet;

/**
 * A resource bundle in the other byte order: a root, indexes, keys, a part of 16-bit units, and
 * resources, which refer to each other by the number of 32-bit units from the start.
 */
final class Resources {
  private static final int SMALLEST_ITEM = 24;

  private final Swap swap;
  private final int body;
  private final BitSet done = new BitSet();

  Resources(Swap swap, int body) {
    this.swap = swap;
    this.body = body;
  }

  void swap() {
    int indexes = swap.int32(at(1)) & 0xff;
    int keysTop = swap.int32(at(2));
    int shortsTop = indexes > 6 ? swap.int32(at(7)) : keysTop;
    swap.ints(body, 1 + indexes);
    swap.shorts(at(keysTop), 2 * (shortsTop - keysTop));
    resource(swap.int32(body));
  }

  private int at(int unit) {
    return body + 4 * unit;
  }

  private void resource(int resource) {
    int offset = resource & 0x0fff_ffff;
    int kind = resource >>> 28;
    boolean isReference = kind < 5 || kind == 8 || kind == 14;
    if (!isReference || offset == 0 || done.get(offset)) {
      return;
    }
    done.set(offset);
    int start = at(offset);
    switch (kind) {
      case 0, 3 -> { // string, alias
        swap.ints(start, 1);
        swap.shorts(start + 4, swap.int32(start));
      }
      case 1 -> { // bytes, which may be an item: the rules of a collation
        swap.ints(start, 1);
        if (swap.int32(start) >= SMALLEST_ITEM && Item.isAt(swap, start + 4)) {
          Item.swapAt(swap, start + 4);
        }
      }
      case 2 -> { // table with keys of 16 bits, their number being one of them
        int count = swap.uint16(start);
        int keys = 1 + count + (~count & 1);
        swap.shorts(start, keys);
        resources(start + 2 * keys, count);
      }
      case 4 -> { // table with keys of 32 bits
        int count = swap.int32(start);
        swap.ints(start, 1 + count);
        resources(start + 4 + 4 * count, count);
      }
      case 8 -> { // array
        swap.ints(start, 1);
        resources(start + 4, swap.int32(start));
      }
      case 14 -> swap.ints(start, 1 + swap.int32(start)); // numbers
      default -> throw new AssertionError(kind);
    }
  }

  private void resources(int start, int count) {
    swap.ints(start, count);
    for (int i = 0; i < count; i++) {
      resource(swap.int32(start + 4 * i));
    }
  }
}
