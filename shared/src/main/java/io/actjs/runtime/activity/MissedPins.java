package io.actjs.runtime.activity;

import io.actjs.model.ClassRef;
import io.actjs.model.Version;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the requests that an older version than the pinned one has answered, by class, and logs
 * each pair of versions once. Any thread may count.
 */
public final class MissedPins {
  private static final Logger LOG = LoggerFactory.getLogger(MissedPins.class);

  /** Pairs that are remembered; beyond them nothing is logged. */
  private static final int MAX_LOGGED = 1_000;

  private record Pair(ClassRef running, Version pinned) {}

  private final ConcurrentHashMap<String, LongAdder> byClass = new ConcurrentHashMap<>();
  private final Set<Pair> logged = ConcurrentHashMap.newKeySet();

  public void count(ClassRef running, Version pinned) {
    byClass.computeIfAbsent(running.name(), name -> new LongAdder()).increment();
    if (logged.size() < MAX_LOGGED && logged.add(new Pair(running, pinned))) {
      LOG.warn(
          "requests pinned to {} are served by {}: actors that are stored at it stay there until actctl actor migrate moves them",
          new ClassRef(running.name(), pinned),
          running);
    }
  }

  /** Requests since the start, by class name. */
  public Map<String, Long> read() {
    Map<String, Long> read = new TreeMap<>();
    byClass.forEach((name, count) -> read.put(name, count.sum()));
    return read;
  }
}
