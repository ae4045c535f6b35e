package io.actjs.simulation;

import static io.actjs.simulation.Violation.require;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.TurnRecord;
import io.actjs.runtime.subscription.Subscriber;
import io.actjs.runtime.subscription.Subscription;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A client that watches an actor and compares what it sees with what is durable. */
final class Watcher implements Subscriber {
  final ActorRef ref;
  final Node node;
  private final ActorModel model;
  private final Trace trace;

  /** Of the node; beside one, it may miss what that one does. */
  private final LongSupplier rivals;

  private LedgerState state = LedgerState.NONE;
  private long seq = -1;
  private boolean ended;
  private boolean closed;
  private @Nullable Subscription subscription;

  Watcher(ActorModel model, ActorRef ref, Trace trace, Node node, LongSupplier rivals) {
    this.model = model;
    this.ref = ref;
    this.trace = trace;
    this.node = node;
    this.rivals = rivals;
  }

  void attached(Subscription to) {
    subscription = to;
    if (closed) {
      to.close();
    }
  }

  void resync() {
    if (subscription != null) {
      subscription.resync();
    }
  }

  void close() {
    closed = true;
    ended = true;
    if (subscription != null) {
      subscription.close();
    }
  }

  @Override
  public void snapshot(long at, String json) {
    trace.add("snapshot shown: " + ref + " " + at);
    state = LedgerState.of(json);
    seq = at;
    requireTrue();
  }

  @Override
  public void patch(long at, String patch) {
    if (shown(at)) {
      state = state.patched(patch);
      requireTrue();
    }
  }

  @Override
  public void events(long at, String events) {
    if (shown(at)) {
      state = state.reduced(events);
      requireTrue();
    }
  }

  /** Whether the change is to be compared. */
  private boolean shown(long at) {
    trace.add("change shown: " + ref + " " + at);
    require(seq >= 0, "a change of %s without a snapshot before it", ref);
    require(at > seq, "turn %d of %s is shown after %d", at, ref, seq);
    require(at <= model.seq(), "turn %d of %s is shown and is not durable", at, ref);
    if (rivals.getAsLong() > 0) {
      seq = at;
      return false;
    }
    for (TurnRecord turn : model.turns().subList((int) seq, (int) at - 1)) {
      require(isSilent(turn), "turn %d of %s was not shown", turn.seq(), ref);
    }
    seq = at;
    return true;
  }

  private static boolean isSilent(TurnRecord turn) {
    return switch (turn.change()) {
      case Change.Patch(String patch) -> patch.equals("[]");
      case Change.Events(String events) -> events.equals("[]");
      case Change.Replaced replaced -> false;
      case Change.Tombstone tombstone -> false;
    };
  }

  /** Whether it sees what the actor would be that nothing is stored of yet. */
  private boolean isUnborn() {
    return seq == 1 && model.seq() == 0;
  }

  private void requireTrue() {
    if (isUnborn()) {
      require(state.operations().isEmpty(), "%s is shown as %s before it exists", ref, state);
      return;
    }
    LedgerState durable = model.stateAt(seq);
    require(
        state.equals(durable), "%s is shown as %s at turn %d, not %s", ref, state, seq, durable);
  }

  @Override
  public void ended(ActjsException reason) {
    ended = true;
  }

  @Override
  public void tombstone(long at) {
    require(model.isClosed() && model.seq() == at, "%s is shown as deleted and is not", ref);
    ended = true;
  }

  /** Everything is quiet and the watcher had the actor for itself: it has seen all of it. */
  void requireComplete() {
    if (seq >= 0 && !ended) {
      require(
          isUnborn() || state.equals(model.state()),
          "%s is shown as %s and is %s",
          ref,
          state,
          model.state());
    }
  }
}
