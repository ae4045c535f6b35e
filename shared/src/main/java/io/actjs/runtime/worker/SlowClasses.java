package io.actjs.runtime.worker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which classes hold workers much: for how long their turns did that lately, of which half is
 * forgotten every {@value #HALF_MS} ms. A class is slow from {@value #SLOW_MS} ms, until it is down
 * to {@value #USUAL_MS}. Confined to one thread.
 */
final class SlowClasses {
  private static final Logger LOG = LoggerFactory.getLogger(SlowClasses.class);
  private static final int HALF_MS = 5_000;
  private static final int SLOW_MS = 400;
  private static final int USUAL_MS = 50;

  /** Less than this is nothing. */
  private static final double NOTHING_MS = 1;

  private final Map<String, Double> heldMs = new HashMap<>();
  private Set<String> names = Set.of();
  private long lastMs;

  /** Time has passed. */
  void advance(long nowMs) {
    if (!heldMs.isEmpty()) {
      double kept = Math.pow(0.5, (double) (nowMs - lastMs) / HALF_MS);
      heldMs.replaceAll((name, ms) -> ms * kept);
      heldMs.values().removeIf(ms -> ms < NOTHING_MS);
      names.stream().filter(name -> heldMs.getOrDefault(name, 0.0) < USUAL_MS).forEach(this::usual);
    }
    lastMs = nowMs;
  }

  private void usual(String name) {
    Set<String> fewer = new HashSet<>(names);
    fewer.remove(name);
    names = Set.copyOf(fewer);
    LOG.info("class {} is not slow any more", name);
  }

  /** A turn of the class has held its worker for so long more. */
  void held(String name, long ms) {
    double now = heldMs.merge(name, (double) ms, Double::sum);
    if (now >= SLOW_MS && !names.contains(name)) {
      Set<String> more = new HashSet<>(names);
      more.add(name);
      names = Set.copyOf(more);
      LOG.warn("class {} is slow: its actors get workers of their own for a while", name);
    }
  }

  /** The slow ones; a new set when it changes. */
  Set<String> names() {
    return names;
  }
}
