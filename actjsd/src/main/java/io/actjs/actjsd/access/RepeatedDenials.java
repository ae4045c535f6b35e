package io.actjs.actjsd.access;

import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Denials that were noted lately, and how often each was repeated since. Not thread-safe. */
final class RepeatedDenials {
  /** How long a repetition is only counted. */
  static final long WINDOW_MS = 60_000;

  /** Those that are known; one that is pushed out is noted again. */
  private static final int MOST = 1_000;

  private static final int LONGEST_NAME = 64;

  /** Who was refused what. */
  record Denial(String sub, String action, ActorRef target) {}

  private static final class Noted {
    private final long at;
    private long times;

    Noted(long at) {
      this.at = at;
    }
  }

  private final Map<Denial, Noted> lately =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Denial, Noted> eldest) {
          return size() > MOST;
        }
      };

  /** What a policy was asked about: the kind, and the method of a call. */
  static String actionOf(Envelope refused) {
    String name = refused.name();
    return switch (refused.kind()) {
      case CALL, TELL ->
          kindOf(refused)
              + ' '
              + (name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name);
      default -> kindOf(refused);
    };
  }

  private static String kindOf(Envelope refused) {
    return refused.kind().name().toLowerCase(Locale.ROOT);
  }

  /** Whether it was noted lately; then it is counted. */
  boolean isRepeated(Denial denial, long now) {
    Noted noted = lately.get(denial);
    if (noted == null) {
      return false;
    }
    noted.times++;
    return now - noted.at < WINDOW_MS;
  }

  /** It is noted now. Returns how often it was repeated since it was noted before. */
  long begin(Denial denial, long now) {
    Noted before = lately.remove(denial);
    lately.put(denial, new Noted(now));
    // The one that is noted now has been counted as well.
    return before == null ? 0 : Math.max(0, before.times - 1);
  }
}
