package io.actjs.testkit;

import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.FaultyDriver.Plan;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** Faults of the next calls of storage, by the name of the operation. */
final class NextFaults implements Plan {
  private final Map<String, Queue<Fault>> next = new HashMap<>();

  void add(String operation, Fault fault) {
    next.computeIfAbsent(operation, name -> new ArrayDeque<>()).add(fault);
  }

  @Override
  public Fault at(String operation, int call) {
    Queue<Fault> faults = next.get(operation);
    Fault fault = faults == null ? null : faults.poll();
    return fault == null ? Fault.NONE : fault;
  }
}
