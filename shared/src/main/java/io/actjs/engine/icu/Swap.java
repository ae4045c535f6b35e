package io.actjs.engine.icu;

import java.nio.ByteBuffer;

/**
 * A big-endian item of ICU's data that is becoming a little-endian one. Reading gives what stood
 * there before, whatever is swapped already.
 */
final class Swap {
  private final ByteBuffer before;
  private final byte[] after;

  Swap(byte[] item) {
    before = ByteBuffer.wrap(item);
    after = item.clone();
  }

  byte[] result() {
    return after;
  }

  int length() {
    return after.length;
  }

  int uint8(int at) {
    return Byte.toUnsignedInt(before.get(at));
  }

  int uint16(int at) {
    return Short.toUnsignedInt(before.getShort(at));
  }

  int int32(int at) {
    return before.getInt(at);
  }

  void put(int at, int value) {
    after[at] = (byte) value;
  }

  /** Swaps {@code count} numbers of 16 bits. */
  void shorts(int at, int count) {
    reverse(at, count, Short.BYTES);
  }

  /** Swaps {@code count} numbers of 32 bits. */
  void ints(int at, int count) {
    reverse(at, count, Integer.BYTES);
  }

  /** Swaps {@code count} numbers of 64 bits. */
  void longs(int at, int count) {
    reverse(at, count, Long.BYTES);
  }

  private void reverse(int at, int count, int size) {
    for (int start = at; start < at + count * size; start += size) {
      for (int i = 0; i < size; i++) {
        after[start + i] = before.get(start + size - 1 - i);
      }
    }
  }
}
