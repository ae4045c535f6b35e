package io.actjs.runtime.directory;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which actors wait for which. A turn that has called another actor takes no message before it has
 * ended, so a circle of waiting actors would wait until the deadline of the first: the call that
 * would close it is refused. Thread-safe.
 */
public final class WaitGraph {
  private final ConcurrentHashMap<ActorRef, List<ActorRef>> waiting = new ConcurrentHashMap<>();

  /**
   * The caller's turn waits for the target from now on.
   *
   * @throws ActjsException {@code CallCycle} when the target waits for the caller, itself or
   *     through others
   */
  public void begin(ActorRef caller, ActorRef target) {
    // Before the look: of two calls that close a circle together, at least one sees the other.
    add(caller, target);
    if (waiting.containsKey(target)) {
      refuseCircle(caller, target);
    }
  }

  /** The same for a target that waits for nobody. */
  public void add(ActorRef caller, ActorRef target) {
    waiting.merge(caller, List.of(target), WaitGraph::both);
  }

  /** One at a time, so that of two calls that close a circle together one is refused. */
  private synchronized void refuseCircle(ActorRef caller, ActorRef target) {
    List<ActorRef> path = new ArrayList<>();
    path.add(caller);
    if (reaches(target, caller, path, new HashSet<>())) {
      end(caller, target);
      List<String> names = path.stream().map(ActorRef::toString).toList();
      throw new ActjsException(
          ProblemCode.CallCycle,
          "the call %s would wait for itself: call in one direction, and use tell in the other"
              .formatted(String.join(" → ", names)));
    }
  }

  private boolean reaches(ActorRef from, ActorRef goal, List<ActorRef> path, Set<ActorRef> seen) {
    path.add(from);
    if (from.equals(goal)) {
      return true;
    }
    if (seen.add(from)) {
      for (ActorRef next : waiting.getOrDefault(from, List.of())) {
        if (reaches(next, goal, path, seen)) {
          return true;
        }
      }
    }
    path.removeLast();
    return false;
  }

  /** The target has answered, or the caller has stopped waiting for it. */
  public void end(ActorRef caller, ActorRef target) {
    waiting.computeIfPresent(caller, (ref, targets) -> without(targets, target));
  }

  /** The caller's turn has ended: it waits for nobody. */
  public void endAll(ActorRef caller) {
    waiting.remove(caller);
  }

  /** Actors that wait. */
  public int size() {
    return waiting.size();
  }

  private static List<ActorRef> both(List<ActorRef> targets, List<ActorRef> one) {
    List<ActorRef> all = new ArrayList<>(targets);
    all.addAll(one);
    return all;
  }

  @SuppressWarnings("NullAway") // null drops the entry
  private static List<ActorRef> without(List<ActorRef> targets, ActorRef target) {
    List<ActorRef> rest = new ArrayList<>(targets);
    rest.remove(target);
    return rest.isEmpty() ? null : rest;
  }
}
