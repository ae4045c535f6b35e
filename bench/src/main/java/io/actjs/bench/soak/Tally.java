package io.actjs.bench.soak;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the load has done, and what went wrong. Thread-safe. */
final class Tally {
  private static final int SHOWN_FAILURES = 20;

  private final Map<Operation, LongAdder> done = new EnumMap<>(Operation.class);
  private final List<String> failures = new ArrayList<>();
  private long failed;

  Tally() {
    for (Operation operation : Operation.values()) {
      done.put(operation, new LongAdder());
    }
  }

  void count(Operation operation) {
    count(operation, 1);
  }

  void count(Operation operation, long times) {
    done.getOrDefault(operation, new LongAdder()).add(times);
  }

  long done(Operation operation) {
    return done.getOrDefault(operation, new LongAdder()).sum();
  }

  synchronized void failed(String what) {
    failed++;
    if (failures.size() < SHOWN_FAILURES) {
      failures.add(what);
    }
  }

  synchronized long failed() {
    return failed;
  }

  /** The first of them. */
  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  Map<Operation, Long> done() {
    Map<Operation, Long> sums = new EnumMap<>(Operation.class);
    done.forEach((operation, sum) -> sums.put(operation, sum.sum()));
    return sums;
  }
}
