package io.actjs.engine.icu;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An empty model of Japanese phrases. V8's ICU breaks Chinese and Japanese text by its dictionary
 * only when it also finds this resource, which ICU4J does not have. JavaScript does not break by
 * phrases, so nothing reads what is in it.
 */
final class PhraseModel {
  static final String NAME = "brkitr/jaml.res";

  /** Of each: an array of names and one of numbers. Their order is that of their names. */
  private static final List<String> KINDS =
      List.of(
          "BW1", "BW2", "BW3", "TW1", "TW2", "TW3", "TW4", "UW1", "UW2", "UW3", "UW4", "UW5",
          "UW6");

  private static final int EMPTY_ARRAY = 8 << 28;
  private static final int EMPTY_NUMBERS = 14 << 28;
  private static final int TABLE = 2 << 28;
  private static final int NO_FALLBACK = 1;
  private static final int INDEXES = 7;

  private PhraseModel() {}

  /** A resource bundle of one table, little-endian; {@link Resources} says how one looks. */
  static byte[] resource() {
    int keysAt = 1 + INDEXES;
    StringBuilder keys = new StringBuilder();
    short[] offsets = new short[2 * KINDS.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = (short) (4 * keysAt + keys.length());
      keys.append(KINDS.get(i / 2)).append(i % 2 == 0 ? "Keys\0" : "Values\0");
    }
    keys.repeat("\0", -keys.length() & 3);
    int tableAt = keysAt + keys.length() / 4;
    int end = tableAt + (offsets.length + 2) / 2 + offsets.length;
    byte[] header = IcuDataBuild.header("ResB", 2);
    ByteBuffer bundle =
        ByteBuffer.allocate(header.length + 4 * end).order(ByteOrder.LITTLE_ENDIAN).put(header);
    bundle.putInt(TABLE | tableAt);
    for (int index : new int[] {INDEXES, tableAt, end, end, offsets.length, NO_FALLBACK, tableAt}) {
      bundle.putInt(index);
    }
    bundle.put(keys.toString().getBytes(US_ASCII));
    bundle.putShort((short) offsets.length);
    for (short offset : offsets) {
      bundle.putShort(offset);
    }
    bundle.putShort((short) 0);
    for (int i = 0; i < offsets.length; i++) {
      bundle.putInt(i % 2 == 0 ? EMPTY_ARRAY : EMPTY_NUMBERS);
    }
    return bundle.array();
  }
}
