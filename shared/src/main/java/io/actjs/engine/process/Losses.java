package io.actjs.engine.process;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** How many worker processes of an engine were lost. Thread-safe. */
public final class Losses {
  private final Map<Loss.Reason, LongAdder> counts = new EnumMap<>(Loss.Reason.class);

  /** None yet. */
  public Losses() {
    for (Loss.Reason reason : Loss.Reason.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  void count(Loss loss) {
    counts.get(loss.reason()).increment();
  }

  /** The number for each reason: {@code silent}, {@code memory}, {@code ended}, {@code garbage}. */
  public Map<String, Long> byReason() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((reason, count) -> all.put(reason.name().toLowerCase(Locale.ROOT), count.sum()));
    return all;
  }
}
