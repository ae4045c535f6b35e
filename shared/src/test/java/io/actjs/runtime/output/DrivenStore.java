package io.actjs.runtime.output;

import io.actjs.agent.ByHand;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.registry.Manifests;
import io.actjs.runtime.version.KnownVersions;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Journal;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver;
import io.actjs.testkit.ManualClock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory whose journal, output gate and threads run when the test says so, and whose
 * driver fails where it says so.
 */
public final class DrivenStore {
  public static final long NOW = 1_700_000_000_000L;

  public final ManualClock clock = new ManualClock(NOW);
  public final ByHand hand = new ByHand();

  /** What is stored, beyond all faults. */
  public final MemoryDriver memory = new MemoryDriver();

  /** What is published; nothing at first. */
  public final KnownVersions registry = new KnownVersions();

  /** Why nothing may leave, or null. */
  public @Nullable ActjsException closure;

  /** Runs when it is not known of a commit whether it is stored. */
  public Runnable doubted = () -> {};

  private FaultyDriver.Plan plan = (operation, call) -> FaultyDriver.Fault.NONE;

  public final OutputGate gate = new OutputGate(() -> closure);
  public final StoreAccess access;

  public DrivenStore() {
    FaultyDriver driver = new FaultyDriver(memory, (operation, call) -> plan.at(operation, call));
    Journal journal = new Journal(driver, this::settled, clock);
    journal.start(hand);
    var unused = hand.start(gate);
    this.access =
        new StoreAccess(
            driver,
            journal,
            Manifests.over(registry, memory.registry(), clock),
            hand.pool("storage", 1),
            clock);
  }

  private void settled(List<Journal.Ticket> batch, boolean more) {
    if (batch.stream().anyMatch(ticket -> ((Output) ticket).isInDoubt())) {
      doubted.run();
    }
    gate.open(batch);
  }

  /** Does all that is ready. */
  public void run() {
    hand.run();
  }

  /** From now on calls of the driver's method end that way. */
  public void faults(String operation, FaultyDriver.Fault fault) {
    plan = (called, call) -> called.equals(operation) ? fault : FaultyDriver.Fault.NONE;
  }

  /** Before the next call of the driver's method something else happens. */
  public void before(String operation, Runnable action) {
    plan =
        (called, call) -> {
          if (called.equals(operation)) {
            heal();
            action.run();
          }
          return FaultyDriver.Fault.NONE;
        };
  }

  public void heal() {
    plan = (operation, call) -> FaultyDriver.Fault.NONE;
  }

  /** Stores the message in the inbox of its actor. */
  public InboxMessage store(InboxMessage message) {
    List<CommitResult> results = memory.commit(List.of(new InboxEntry.Accepted(message)));
    if (!results.equals(List.of(CommitResult.COMMITTED))) {
      throw new IllegalStateException("not stored: " + results);
    }
    return message;
  }

  /** The ids of the actor's stored messages. */
  public List<String> inbox(ActorRef ref) {
    return memory.pendingInbox(ref, null, 1_000).stream().map(InboxMessage::id).toList();
  }
}
