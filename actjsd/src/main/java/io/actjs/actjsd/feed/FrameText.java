package io.actjs.actjsd.feed;

import io.actjs.actjsd.encoding.Compressor;
import io.actjs.policy.Charge;
import org.jspecify.annotations.Nullable;

/** The text of frames to several connections, which is compressed once for all of them. */
final class FrameText {
  final byte[] utf8;
  private byte @Nullable [] compressed;
  private volatile boolean settled;

  FrameText(byte[] utf8) {
    this.utf8 = utf8;
  }

  boolean isLong() {
    return utf8.length >= Compressor.LONG;
  }

  /** Whether it is known how it is when it is compressed. */
  boolean isSettled() {
    return settled;
  }

  /**
   * @param charge grows by what the compressed text takes
   */
  byte @Nullable [] compressed(Charge charge) {
    if (utf8.length < Compressor.LEAST) {
      return null;
    }
    if (!settled) {
      settle(charge);
    }
    return compressed;
  }

  private synchronized void settle(Charge charge) {
    if (!settled) {
      byte[] shorter = Compressor.message(utf8);
      compressed = shorter != null && charge.tryGrow(shorter.length) ? shorter : null;
      settled = true;
    }
  }
}
