package io.actjs.simulation;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Clock;
import io.actjs.model.JournalBatch;
import io.actjs.model.JournalEntry;
import io.actjs.model.ProblemCode;
import io.actjs.storage.Activation;
import io.actjs.storage.CommitResult;
import io.actjs.storage.ForwardingDriver;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The storage that all processes of a simulation share, one after the other or at once. What it has
 * taken is synced and survives them; what they have not got here is lost with them. It tells the
 * model of all that it takes.
 */
final class Disk {
  final MemoryDriver memory = new MemoryDriver();

  private final StorageDriver planted;
  private final Model model;
  private final Weather weather;
  private final Trace trace;
  private final Verdict verdict;
  private final ArrayDeque<Late> late = new ArrayDeque<>();
  private final Clock clock;
  private long writes;
  private boolean away;

  /** A commit that nobody waits for, and when. */
  private record Late(JournalBatch batch, long atMs) {}

  /** How long storage may take to end a commit that nobody waits for any more. */
  private static final long LATEST_MS = 50_000;

  /**
   * @param plant a bug for the storage, or nothing
   */
  Disk(
      Model model,
      Clock clock,
      Weather weather,
      Trace trace,
      Verdict verdict,
      UnaryOperator<StorageDriver> plant) {
    this.model = model;
    this.clock = clock;
    this.weather = weather;
    this.trace = trace;
    this.verdict = verdict;
    this.planted = plant.apply(memory);
  }

  /** The driver of one process. */
  StorageDriver opened() {
    return new Observed();
  }

  /** The driver of one process, with the faults of the weather. */
  static FaultyDriver faulty(StorageDriver driver, Disk disk) {
    return new FaultyDriver(
        driver,
        (operation, call) -> {
          FaultyDriver.Fault fault =
              disk.away ? FaultyDriver.Fault.FAIL_BEFORE : disk.weather.fault();
          if (fault != FaultyDriver.Fault.NONE && !disk.away) {
            disk.trace.add(fault + ": " + operation);
          }
          return fault;
        });
  }

  void away(boolean value) {
    away = value;
    trace.add(value ? "storage is away" : "storage is back");
  }

  boolean isAway() {
    return away;
  }

  /** Stores the oldest commit that is late; false when none is. */
  boolean land() {
    Late oldest = late.poll();
    if (oldest == null) {
      return false;
    }
    trace.add("a late commit lands");
    var unused = store(oldest.batch);
    return true;
  }

  /** Stores the commits that cannot be later. */
  void landLatest() {
    while (!late.isEmpty() && late.getFirst().atMs + LATEST_MS <= clock.nowMs()) {
      var unused = land();
    }
  }

  /** Has the batch stored by a later {@link #land}. */
  void putOff(JournalBatch batch) {
    late.add(new Late(batch, clock.nowMs()));
  }

  /** How often anything was stored or an owner has changed. */
  long writes() {
    return writes;
  }

  private List<CommitResult> store(JournalBatch batch) {
    writes++;
    List<CommitResult> results = planted.commit(batch);
    for (int i = 0; i < batch.size(); i++) {
      JournalEntry entry = batch.entries().get(i);
      trace.add(entry, results.get(i));
      if (results.get(i) == CommitResult.COMMITTED) {
        verdict.during(() -> model.stored(entry));
      }
    }
    return results;
  }

  private final class Observed extends ForwardingDriver {
    Observed() {
      super(planted);
    }

    @Override
    public List<CommitResult> commit(JournalBatch batch) {
      if (weather.isLate()) {
        putOff(batch);
        trace.add("a commit is late: " + batch.size());
        throw new ActjsException(ProblemCode.StorageUnavailable, "no answer to the commit");
      }
      return Disk.this.store(batch);
    }

    @Override
    public Activation activate(ActorRef ref, long known) {
      writes++;
      Activation activation = store.activate(ref, known);
      model.owned(ref, activation.epoch());
      trace.add("owned: " + ref + " epoch " + activation.epoch());
      return activation;
    }

    @Override
    public void saveSnapshot(ActorSnapshot snapshot) {
      if (!model.of(snapshot.ref()).isClosed()) {
        model.requireTrue(snapshot);
      }
      trace.add("snapshot: " + snapshot.ref() + " " + snapshot.seq());
      store.saveSnapshot(snapshot);
    }

    @Override
    public int lanes() {
      return weather.lanes;
    }

    @Override
    public @Nullable String outage() {
      return away ? "the storage is away" : null;
    }
  }
}
