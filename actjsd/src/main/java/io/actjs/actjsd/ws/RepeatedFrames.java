package io.actjs.actjsd.ws;

import io.actjs.model.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognises frames that a client sends twice without meaning two requests: the original client
 * repeats each frame that it queued while it was connecting, byte for byte, right after the
 * connection opens.
 *
 * <p>A frame is a repetition when it equals a frame with the same id that is still being answered,
 * or one that was answered while the connection was young. Later on, answered frames are forgotten
 * at once: a client that uses one id for all its requests, one after the other, means each of them.
 *
 * <p>Not thread-safe.
 */
final class RepeatedFrames {
  /** How long a connection is young. */
  static final long YOUNG_MS = 10_000;

  private static final int MAX_ANSWERED = 1024;
  private static final int MAX_ANSWERED_CHARS = 1 << 20;

  private record Answered(String frame, String reply) {
    int chars() {
      return frame.length() + reply.length();
    }
  }

  private final Clock clock;
  private final long youngUntil;
  private final Map<String, String> inFlight = new HashMap<>();
  private final Map<String, Answered> answered = new LinkedHashMap<>();
  private int answeredChars;

  RepeatedFrames(Clock clock) {
    this.clock = clock;
    this.youngUntil = clock.nowMs() + YOUNG_MS;
  }

  boolean isInFlight(String id, String frame) {
    return frame.equals(inFlight.get(id));
  }

  /** The reply that the same frame got, or null. */
  @Nullable String replyTo(String id, String frame) {
    Answered earlier = answered.get(id);
    return earlier != null && earlier.frame.equals(frame) && isYoung() ? earlier.reply : null;
  }

  void begin(String id, String frame) {
    inFlight.putIfAbsent(id, frame);
  }

  void end(String id, String frame, String reply) {
    inFlight.remove(id, frame);
    if (isYoung()) {
      remember(id, new Answered(frame, reply));
    }
  }

  private boolean isYoung() {
    if (clock.nowMs() < youngUntil) {
      return true;
    }
    answered.clear();
    answeredChars = 0;
    return false;
  }

  private void remember(String id, Answered entry) {
    Answered replaced = answered.remove(id);
    answeredChars += entry.chars() - (replaced == null ? 0 : replaced.chars());
    answered.put(id, entry);
    var oldest = answered.values().iterator();
    while (answered.size() > MAX_ANSWERED || answeredChars > MAX_ANSWERED_CHARS) {
      answeredChars -= oldest.next().chars();
      oldest.remove();
    }
  }
}
