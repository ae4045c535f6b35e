package io.actjs.simulation;

import static io.actjs.simulation.Violation.require;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassKind;
import io.actjs.model.Position;
import io.actjs.runtime.subscription.Step;
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

  /** Where it is, as the server has told it. */
  private @Nullable Position position;

  /** Whether its state is that of its position. */
  private boolean exact;

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

  /** The same client, connected again, with what it has. */
  Watcher again(Node to) {
    Watcher back = new Watcher(model, ref, trace, to, rivals);
    back.state = state;
    back.seq = seq;
    back.position = position;
    back.exact = exact;
    return back;
  }

  /** Whether it has something to go on from. */
  boolean isSomewhere() {
    return exact && position != null;
  }

  @Nullable Position position() {
    return position;
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
  public void snapshot(Position at, String json) {
    trace.add("snapshot shown: " + ref + " " + at.seq());
    state = LedgerState.of(json);
    seq = at.seq();
    position = at;
    exact = true;
    requireTrue();
  }

  @Override
  public void change(Step step) {
    boolean compared = shown(step);
    position = step.at();
    exact &= compared;
    if (compared) {
      String json = step.json();
      state = step.kind() == ClassKind.EVENTS ? state.reduced(json) : state.patched(json);
      requireTrue();
    }
  }

  /** Whether the change is to be compared. */
  private boolean shown(Step step) {
    long at = step.at().seq();
    trace.add("change shown: " + ref + " " + at);
    require(
        step.prevSeq() == seq || rivals.getAsLong() > 0,
        "turn %d of %s is said to follow %d and is shown after %d",
        at,
        ref,
        step.prevSeq(),
        seq);
    require(seq >= 0, "a change of %s without a snapshot before it", ref);
    require(at > seq, "turn %d of %s is shown after %d", at, ref, seq);
    require(at <= model.seq(), "turn %d of %s is shown and is not durable", at, ref);
    if (rivals.getAsLong() > 0) {
      seq = at;
      return false;
    }
    seq = at;
    return true;
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
  public void tombstone(long prevSeq, long at) {
    require(model.isClosed() && model.seq() == at, "%s is shown as deleted and is not", ref);
    ended = true;
  }

  /** Everything is quiet and the watcher had the actor for itself: it has seen all of it. */
  void requireComplete() {
    if (subscription != null && !ended) {
      require(
          isUnborn() || state.equals(model.state()),
          "%s is shown as %s and is %s",
          ref,
          state,
          model.state());
    }
  }
}
