package io.actjs.engine.icu;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The formats of ICU's data that V8 reads, from big-endian to little-endian; what {@code icupkg
 * -tl} does. Each begins with a header of its own length that names the format; all offsets after
 * it count from its end.
 *
 * <p>Source: ICU4C 77, {@code udataswp.cpp} and the {@code *_swap} functions it dispatches to.
 */
final class Item {
  private static final int BIG_ENDIAN_FLAG = 8;
  private static final int FORMAT = 12;
  private static final int MAGIC = 0xda27;

  private Item() {}

  /** The item in the other byte order. */
  static byte[] swapped(byte[] item) {
    Swap swap = new Swap(item);
    swapAt(swap, 0);
    return swap.result();
  }

  /** Whether an item begins at {@code start}. */
  static boolean isAt(Swap swap, int start) {
    return swap.uint16(start + 2) == MAGIC && swap.uint8(start + BIG_ENDIAN_FLAG) == 1;
  }

  /** Swaps an item that stands at {@code start} of another, or is all of it. */
  static void swapAt(Swap swap, int start) {
    if (!isAt(swap, start)) {
      throw new IllegalArgumentException("no big-endian ICU data");
    }
    int body = start + swap.uint16(start);
    swap.shorts(start, 1);
    swap.shorts(start + 4, 2);
    swap.put(start + BIG_ENDIAN_FLAG, 0);
    byte[] name = new byte[4];
    for (int i = 0; i < name.length; i++) {
      name[i] = (byte) swap.uint8(start + FORMAT + i);
    }
    String format = new String(name, US_ASCII);
    int version = swap.uint8(start + FORMAT + name.length);
    switch (format + version) {
      case "ResB2", "ResB3" -> new Resources(swap, body).swap();
      case "UCol5" -> collation(swap, body);
      case "Nrm24", "Nrm25" -> normalization(swap, body);
      case "Brk 6" -> breaks(swap, body);
      case "Dict1" -> dictionary(swap, body);
      case "pnam2" -> swap.ints(body, swap.int32(body + 4) / 4);
      case "Emoj1" -> emoji(swap, body);
      case "Layo1" -> layout(swap, body);
      default -> throw new IllegalArgumentException("ICU data of format " + format + version);
    }
  }

  /** Indexes first, then reorder codes, tables, a trie, and what its values refer to. */
  private static void collation(Swap swap, int body) {
    int length = swap.int32(body);
    int[] offsets = new int[20];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = i < length ? swap.int32(body + 4 * i) : offsets[length - 1];
    }
    swap.ints(body, length);
    swap.ints(body + offsets[5], (offsets[6] - offsets[5]) / 4);
    if (offsets[8] > offsets[7]) {
      trie(swap, body + offsets[7]);
    }
    swap.longs(body + offsets[9], (offsets[10] - offsets[9]) / 8);
    swap.ints(body + offsets[11], (offsets[13] - offsets[11]) / 4);
    swap.shorts(body + offsets[13], (offsets[17] - offsets[13]) / 2);
  }

  private static void normalization(Swap swap, int body) {
    int trie = swap.int32(body);
    int extra = swap.int32(body + 4);
    swap.ints(body, trie / 4);
    trie(swap, body + trie);
    swap.shorts(body + extra, (swap.int32(body + 8) - extra) / 2);
  }

  private static void breaks(Swap swap, int body) {
    swap.ints(body, 1);
    swap.ints(body + 8, 18);
    for (int table = 16; table <= 24; table += 8) {
      int at = body + swap.int32(body + table);
      int length = swap.int32(body + table + 4);
      if (length > 0) {
        boolean bytes = (swap.int32(at + 16) & 4) != 0;
        swap.ints(at, 5);
        swap.shorts(at + 20, bytes ? 0 : (length - 20) / 2);
      }
    }
    trie(swap, body + swap.int32(body + 32));
    swap.ints(body + swap.int32(body + 48), swap.int32(body + 52) / 4);
  }

  private static void dictionary(Swap swap, int body) {
    int start = swap.int32(body);
    swap.ints(body, start / 4);
    boolean uchars = (swap.int32(body + 16) & 7) == 1;
    swap.shorts(body + start, uchars ? (swap.int32(body + 12) - start) / 2 : 0);
  }

  private static void emoji(Swap swap, int body) {
    int trie = swap.int32(body);
    int strings = swap.int32(body + 16);
    swap.ints(body, trie / 4);
    trie(swap, body + trie);
    swap.shorts(body + strings, (swap.int32(body + 40) - strings) / 2);
  }

  private static void layout(Swap swap, int body) {
    int indexes = swap.int32(body);
    swap.ints(body, indexes);
    int at = 4 * indexes;
    for (int i = 1; i <= 3; i++) {
      int top = swap.int32(body + 4 * i);
      if (top - at >= 16) {
        trie(swap, body + at);
      }
      at = top;
    }
  }

  /** A trie of code points, {@code UTrie2} or {@code UCPTrie}: a header, an index, values. */
  private static void trie(Swap swap, int at) {
    int options = swap.uint16(at + 4);
    int index = swap.uint16(at + 6);
    int values = swap.uint16(at + 8);
    swap.ints(at, 1);
    swap.shorts(at + 4, 6 + index);
    int data = at + 16 + 2 * index;
    int width;
    switch (swap.int32(at)) {
      case 0x54726932 -> {
        width = options & 0xf;
        values <<= 2;
      }
      case 0x54726933 -> {
        width = options & 7;
        values |= (options & 0xf000) << 4;
      }
      default -> throw new IllegalArgumentException("no trie of ICU");
    }
    switch (width) {
      case 0 -> swap.shorts(data, values);
      case 1 -> swap.ints(data, values);
      case 2 -> {} // Bytes.
      default -> throw new IllegalArgumentException("a trie of ICU with values of kind " + width);
    }
  }
}
