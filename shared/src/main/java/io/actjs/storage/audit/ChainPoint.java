package io.actjs.storage.audit;

import io.actjs.storage.access.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A place in the audit. Its chain value stands for every entry up to it: who notes it elsewhere can
 * tell later whether any of them was touched.
 *
 * @param ordinal of the entry; 0 before the first
 * @param chain the entry's chain value, 32 bytes
 */
public record ChainPoint(long ordinal, Bytes chain) {
  /** Before the first entry. */
  public static final ChainPoint START = new ChainPoint(0, Bytes.of(new byte[32]));

  private static final int CHAIN_BYTES = 32;

  /** Reads what {@link #toString} writes; null when the text is not of that form. */
  public static @Nullable ChainPoint parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return null;
    }
    try {
      long ordinal = Long.parseLong(text.substring(0, colon));
      Bytes chain = Bytes.ofHex(text.substring(colon + 1));
      return ordinal < 0 || chain.size() != CHAIN_BYTES ? null : new ChainPoint(ordinal, chain);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Such as {@code 17:9f86…}: the ordinal, and the chain value in hex. */
  @Override
  public String toString() {
    return ordinal + ":" + chain.hex();
  }
}
