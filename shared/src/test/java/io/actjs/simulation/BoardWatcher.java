package io.actjs.simulation;

import static io.actjs.simulation.Violation.require;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.Position;
import io.actjs.runtime.subscription.Step;
import io.actjs.runtime.subscription.Subscriber;
import io.actjs.runtime.subscription.Subscription;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A client that watches an actor of which nothing is stored. */
final class BoardWatcher implements Subscriber {
  final BoardModel model;
  final Node node;
  private final Trace trace;
  private final Verdict verdict;

  /** Of the node: each process has a board of its own, with positions of its own. */
  private final LongSupplier rivals;

  private LedgerState state = LedgerState.NONE;
  private long seq;
  private boolean attached;
  private boolean ended;
  private @Nullable Subscription subscription;

  BoardWatcher(BoardModel model, Trace trace, Verdict verdict, Node node, LongSupplier rivals) {
    this.model = model;
    this.trace = trace;
    this.verdict = verdict;
    this.node = node;
    this.rivals = rivals;
    this.seq = model.highest();
  }

  void attached(Subscription to) {
    subscription = to;
    if (ended) {
      to.close();
    }
  }

  void close() {
    ended = true;
    if (subscription != null) {
      subscription.close();
    }
  }

  @Override
  public void snapshot(Position where, String json) {
    long at = where.seq();
    trace.add("board shown: " + model.ref + " " + at);
    attached = true;
    state = LedgerState.of(json);
    verdict.during(() -> shown(at));
  }

  @Override
  public void change(Step step) {
    require(step.kind() != ClassKind.EVENTS, "%s has no events", model.ref);
    long at = step.at().seq();
    String patch = step.json();
    trace.add("board changed: " + model.ref + " " + at);
    verdict.during(() -> changed(at, patch));
  }

  private void changed(long at, String patch) {
    require(attached, "%s is shown a change before a state", model.ref);
    if (rivals.getAsLong() == 0) {
      require(at == seq + 1, "%s is shown at %d, and next at %d", model.ref, seq, at);
    }
    state = state.patched(patch);
    shown(at);
  }

  private void shown(long at) {
    if (rivals.getAsLong() == 0) {
      model.shown(at, state, seq);
    }
    seq = at;
  }

  @Override
  public void ended(ActjsException reason) {
    ended = true;
  }

  @Override
  public void tombstone(long prevSeq, long at) {
    throw new Violation(model.ref + " is shown as deleted, and nobody has deleted it");
  }

  /** Everything is quiet: it has seen what everybody has. */
  void requireComplete() {
    if (attached && !ended) {
      require(
          seq == model.highest(),
          "%s is shown at %d and is at %d",
          model.ref,
          seq,
          model.highest());
    }
  }
}
