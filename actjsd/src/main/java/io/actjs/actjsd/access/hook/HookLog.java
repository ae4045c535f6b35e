package io.actjs.actjsd.access.hook;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why the function refused requests: a line in a second, however many there are. */
final class HookLog {
  private static final Logger LOG = LoggerFactory.getLogger(HookLog.class);
  private static final long PAUSE_NANOS = 1_000_000_000;
  private static final int LONGEST = 1_000;

  private long loggedAt = System.nanoTime() - PAUSE_NANOS;
  private long unsaid;

  synchronized void failed(@Nullable String reason) {
    long now = System.nanoTime();
    if (now - loggedAt < PAUSE_NANOS) {
      unsaid++;
      return;
    }
    String text = reason == null ? "" : reason;
    LOG.warn(
        "auth.ts failed, and the request was refused{}: {}",
        unsaid == 0 ? "" : " (as " + unsaid + " others were meanwhile)",
        text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    loggedAt = now;
    unsaid = 0;
  }
}
