package io.actjs.runtime.subscription;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.ClassKind;
import io.actjs.model.Position;
import io.actjs.model.TurnRecord;
import io.actjs.model.Utf8;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import io.actjs.policy.ResumeLimits;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.output.Output;
import io.actjs.runtime.output.OutputGate;
import io.actjs.runtime.output.StoreAccess;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The past as the journal has it, within {@link ResumeLimits}. */
public final class StoredPast implements Past {
  /** Turns that are read at a time: each may be large. */
  private static final int PAGE = 16;

  private final StoreAccess store;
  private final OutputGate gate;
  private final ResumeLimits limits;
  private final Budget memory;

  public StoredPast(StoreAccess store, OutputGate gate, ResumeLimits limits, Budget memory) {
    this.store = store;
    this.gate = gate;
    this.limits = limits;
    this.memory = memory;
  }

  @Override
  public void since(
      ActorRef ref, Position from, Answer.Place place, Consumer<@Nullable Missed> receiver) {
    boolean isFar = place.at().seq() - from.seq() > limits.turns();
    Charge charge = memory.charge(0);
    store.attempt(
        () -> isFar ? null : read(ref, from, place.kind(), charge),
        missed -> gate.open(List.of(new Told(receiver, missed, charge))),
        e -> gate.open(List.of(new Told(receiver, null, charge))));
  }

  @Override
  public WaitingSteps waitingSteps() {
    return new WaitingSteps(memory, limits.bytes());
  }

  private @Nullable Missed read(ActorRef ref, Position from, ClassKind kind, Charge charge) {
    Changes changes = new Changes(kind, charge);
    // The turn of the position tells whether this is the past that the subscriber has seen.
    long next = from.isMarked() ? from.seq() : from.seq() + 1;
    while (true) {
      List<TurnRecord> page = store.driver().readJournal(ref, next, PAGE);
      for (TurnRecord turn : page) {
        boolean isFrom = turn.seq() == from.seq();
        boolean goesOn = isFrom ? Position.of(turn).equals(from) : changes.add(turn);
        if (turn.seq() != next || !goesOn) {
          return null;
        }
        next++;
      }
      if (page.size() < PAGE) {
        return from.isMarked() && next == from.seq() ? null : changes.since(from, next - 1);
      }
    }
  }

  /** Consecutive changes, as one. */
  private final class Changes {
    private final ClassKind kind;
    private final Charge charge;
    private final StringBuilder json = new StringBuilder("[");
    private @Nullable Position last;
    private long bytes;
    private int turns;

    /**
     * @param charge grows with the text
     */
    Changes(ClassKind kind, Charge charge) {
      this.kind = kind;
      this.charge = charge;
    }

    /** Appends what the turn changed; false when it cannot be told in this way. */
    boolean add(TurnRecord turn) {
      if (++turns > limits.turns()) {
        return false;
      }
      return switch (turn.change()) {
        case Change.Patch(String patch) -> kind != ClassKind.EVENTS && append(turn, patch);
        case Change.Events(String events) -> kind == ClassKind.EVENTS && append(turn, events);
        case Change.Replaced replaced -> false;
        case Change.Tombstone tombstone -> false;
      };
    }

    private boolean append(TurnRecord turn, String array) {
      String elements = array.substring(1, array.length() - 1);
      if (elements.isBlank()) {
        return true;
      }
      long size = Utf8.length(elements);
      bytes += size;
      if (bytes > limits.bytes() || !charge.tryGrow(2 * size)) {
        return false;
      }
      json.append(last == null ? "" : ",").append(elements);
      last = Position.of(turn);
      return true;
    }

    Missed since(Position from, long upTo) {
      Position to = last;
      return new Missed(
          to == null ? null : new Step(kind, from.seq(), to, json.append(']').toString()), upTo);
    }
  }

  /** Hands it over on the output thread, which hands over all that follows. */
  private static final class Told extends Output {
    private final Consumer<@Nullable Missed> receiver;
    private final @Nullable Missed missed;
    private final Charge charge;

    /**
     * @param charge for the text, until it is handed over
     */
    Told(Consumer<@Nullable Missed> receiver, @Nullable Missed missed, Charge charge) {
      super(null, missed == null || missed.step() == null ? 0 : missed.step().json().length());
      this.receiver = receiver;
      this.missed = missed;
      this.charge = charge;
    }

    @Override
    protected void settle() {
      ActjsException withheld = reason();
      try {
        receiver.accept(withheld == null ? missed : null);
      } finally {
        charge.close();
      }
    }
  }
}
