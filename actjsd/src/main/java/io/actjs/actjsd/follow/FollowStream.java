package io.actjs.actjsd.follow;

import io.actjs.wire.SseFrames;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One follower. The request's own thread takes from the source, writes, and may wait for its
 * reader; nothing is queued meanwhile, so what a follower costs is one batch.
 */
final class FollowStream {
  private final FollowSource source;
  private volatile boolean ending;

  FollowStream(FollowSource source) {
    this.source = source;
  }

  /**
   * Writes what there is until it is to end or its reader leaves.
   *
   * @param quietMs how long it may be silent
   */
  void run(ServletOutputStream out, long quietMs) throws IOException, InterruptedException {
    write(SseFrames.OPEN, out);
    long quietUntil = System.nanoTime() + quietMs * 1_000_000;
    StringBuilder blocks = new StringBuilder();
    while (!ending) {
      blocks.setLength(0);
      source.take(blocks);
      long left = (quietUntil - System.nanoTime()) / 1_000_000;
      if (blocks.isEmpty() && left > 0) {
        source.await(left);
        continue;
      }
      // What was passed over need not be looked at again by one that comes back.
      write(
          blocks.isEmpty()
              ? "id: " + source.place() + '\n' + SseFrames.KEEP_ALIVE
              : blocks.toString(),
          out);
      quietUntil = System.nanoTime() + quietMs * 1_000_000;
    }
    blocks.setLength(0);
    source.take(blocks);
    write(blocks.toString(), out);
  }

  private static void write(String blocks, ServletOutputStream out) throws IOException {
    out.write(blocks.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Ends it when it has sent what there is. */
  void end() {
    ending = true;
    source.wake();
  }
}
