package io.actjs.runtime.worker;

import io.actjs.model.ActorRef;
import io.actjs.runtime.output.Output;
import io.actjs.storage.Journal;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Outputs that their lane of the journal has no room for. Their actors run nothing until there is
 * room again, so each has a few turns here at most, and the other actors of the worker go on.
 * Confined to the worker.
 */
final class HeldBack {
  private final Journal journal;
  private final Map<ActorRef, ArrayDeque<Output>> outputs = new LinkedHashMap<>();

  /** Tenants that wanted to run meanwhile. */
  private final Set<Tenant> stalled = new LinkedHashSet<>();

  HeldBack(Journal journal) {
    this.journal = journal;
  }

  boolean isEmpty() {
    return outputs.isEmpty();
  }

  /**
   * Appends an actor's output to the journal, behind those that are held back.
   *
   * @param quietly whether the caller helps the journal then
   */
  void append(ActorRef actor, Output output, boolean quietly) {
    ArrayDeque<Output> before = outputs.get(actor);
    if (before != null) {
      before.add(output);
    } else if (!output.mayBeAppended()) {
      hold(actor, output);
    } else if (quietly ? !journal.offerQuietly(actor, output) : !journal.offer(actor, output)) {
      hold(actor, output);
    }
  }

  private void hold(ActorRef actor, Output output) {
    ArrayDeque<Output> first = new ArrayDeque<>(2);
    first.add(output);
    outputs.put(actor, first);
  }

  /** Whether the tenant has to wait; then it is among those that {@link #advance} gives. */
  boolean holds(Tenant tenant) {
    boolean held = outputs.containsKey(tenant.ref());
    if (held) {
      stalled.add(tenant);
    }
    return held;
  }

  /** Appends what there is room for, and adds the tenants that may run again. */
  void advance(Collection<Tenant> ready) {
    if (outputs.isEmpty()) {
      return;
    }
    Iterator<Map.Entry<ActorRef, ArrayDeque<Output>>> actors = outputs.entrySet().iterator();
    while (actors.hasNext()) {
      Map.Entry<ActorRef, ArrayDeque<Output>> actor = actors.next();
      ArrayDeque<Output> waiting = actor.getValue();
      while (!waiting.isEmpty() && mayLeave(actor.getKey(), waiting.getFirst())) {
        waiting.removeFirst();
      }
      if (waiting.isEmpty()) {
        actors.remove();
      }
    }
    stalled.removeIf(tenant -> !outputs.containsKey(tenant.ref()) && ready.add(tenant));
  }

  private boolean mayLeave(ActorRef actor, Output output) {
    return output.mayBeAppended() && journal.offer(actor, output);
  }
}
