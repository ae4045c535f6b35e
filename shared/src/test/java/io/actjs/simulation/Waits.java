package io.actjs.simulation;

import static io.actjs.simulation.Violation.require;

import io.actjs.model.ActorRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which actor of a process waits for which, as their handlers say. Actors that wait for each other
 * are told at once: such a circle is gone before the process has nothing more to do.
 */
final class Waits {
  /** By operation. A turn that is ended from outside says nothing; its caller is told. */
  private final Map<String, Wait> waits = new HashMap<>();

  /** Operations whose caller knows how they have ended. */
  private final Set<String> over = new HashSet<>();

  private record Wait(int node, ActorRef from, ActorRef to) {}

  void begun(int node, String operation, ActorRef from, ActorRef to) {
    if (!over.contains(operation)) {
      waits.put(operation, new Wait(node, from, to));
    }
  }

  /** The handler goes on. */
  void ended(String operation) {
    waits.remove(operation);
  }

  /** Whoever has called the handler knows how it has ended, even if that is still to begin. */
  void over(String operation) {
    over.add(operation);
    ended(operation);
  }

  void lost(int node) {
    waits.values().removeIf(wait -> wait.node == node);
  }

  /** The process has nothing to do before time passes. */
  void requireNoCircle(int node) {
    for (Wait wait : waits.values()) {
      if (wait.node == node) {
        List<ActorRef> path = new ArrayList<>();
        for (Wait next = wait; next != null && !path.contains(next.from); next = of(next)) {
          path.add(next.from);
          require(!next.to.equals(wait.from), "%s wait for each other: %s", path, waits.values());
        }
      }
    }
  }

  /** An actor runs one turn at a time, so it has one. */
  private @Nullable Wait of(Wait before) {
    for (Wait wait : waits.values()) {
      if (wait.node == before.node && wait.from.equals(before.to)) {
        return wait;
      }
    }
    return null;
  }
}
