package io.actjs.wire;

import io.actjs.model.ActjsException;
import java.util.List;

/** JSON-RPC frames and batches: a request, or an answer that says what is wrong. */
public final class FrameFuzz {
  private FrameFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String frame;
    try {
      frame = RawJson.decode(data);
    } catch (ActjsException notUtf8) {
      return;
    }
    read(frame);
    if (RpcBatchText.isBatch(frame)) {
      try {
        List<String> requests = RpcBatchText.split(frame, 100);
        require(!requests.isEmpty() && requests.size() <= 100, "entries of a batch");
        requests.forEach(FrameFuzz::read);
      } catch (RpcRequest.InvalidFrame e) {
        requireAnswer(e);
      }
    }
  }

  /** What is read without a parser is read as the parser does. */
  private static void read(String frame) {
    RpcRequest scanned = FrameScanner.scan(frame);
    try {
      RpcRequest parsed = RpcRequest.parseAny(frame);
      require(scanned == null || scanned.equals(parsed), "two readings of " + frame);
    } catch (RpcRequest.InvalidFrame e) {
      require(scanned == null, "the scanner takes what the parser refuses: " + frame);
      requireAnswer(e);
    }
  }

  private static void requireAnswer(RpcRequest.InvalidFrame refused) {
    require(RawJson.check(refused.reply()), "an answer that is no JSON: " + refused.reply());
  }

  private static void require(boolean right, String what) {
    if (!right) {
      throw new AssertionError(what);
    }
  }
}
