package io.actjs.testkit;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.ProblemCode;
import io.actjs.model.Reminder;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Expired;
import io.actjs.storage.JournalExtent;
import io.actjs.storage.RegistryStore;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.StoreContents;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A driver that fails where the test wants it to: every call asks the {@link Plan}. After a crash
 * it answers nothing any more, as if the process had died; the driver behind it keeps what it had
 * stored.
 */
public final class FaultyDriver implements StorageDriver {

  /** What goes wrong with one call. */
  public enum Fault {
    NONE,
    /** The call does nothing and throws {@code StorageUnavailable}. */
    FAIL_BEFORE,
    /** The call does its work and throws: its answer is lost. */
    FAIL_AFTER,
    /** The process dies before the call. */
    CRASH_BEFORE,
    /** The process dies after the call, before its answer. */
    CRASH_AFTER
  }

  /** Decides each call's fate. Thread-safe. */
  public interface Plan {
    /**
     * @param operation the method's name
     * @param call the call's number, from 0, over all operations
     */
    Fault at(String operation, int call);
  }

  private final StorageDriver driver;
  private final Plan plan;
  private final RegistryStore registry;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean crashed;

  public FaultyDriver(StorageDriver driver, Plan plan) {
    this.driver = driver;
    this.plan = plan;
    this.registry = new FaultyRegistry(this, driver.registry());
  }

  public boolean crashed() {
    return crashed;
  }

  /** Calls made so far. */
  public int calls() {
    return calls.get();
  }

  <T> T call(String operation, Supplier<T> work) {
    if (crashed) {
      throw fault(operation);
    }
    Fault fault = plan.at(operation, calls.getAndIncrement());
    if (fault == Fault.CRASH_BEFORE) {
      crashed = true;
    }
    if (fault == Fault.CRASH_BEFORE || fault == Fault.FAIL_BEFORE) {
      throw fault(operation);
    }
    T answer = work.get();
    if (fault == Fault.CRASH_AFTER) {
      crashed = true;
    }
    if (fault != Fault.NONE) {
      throw fault(operation);
    }
    return answer;
  }

  void run(String operation, Runnable work) {
    boolean unused =
        call(
            operation,
            () -> {
              work.run();
              return true;
            });
  }

  /** Reads without asking the plan. */
  <T extends @Nullable Object> T read(String operation, Supplier<T> work) {
    if (crashed) {
      throw fault(operation);
    }
    return work.get();
  }

  private static ActjsException fault(String operation) {
    return new ActjsException(ProblemCode.StorageUnavailable, "injected fault in " + operation);
  }

  @Override
  public Activation activate(ActorRef ref, long known) {
    return call("activate", () -> driver.activate(ref, known));
  }

  @Override
  public List<CommitResult> commit(List<JournalEntry> batch) {
    return call("commit", () -> driver.commit(batch));
  }

  @Override
  public @Nullable ActorHead head(ActorRef ref) {
    return call("head", () -> Optional.ofNullable(driver.head(ref))).orElse(null);
  }

  @Override
  public List<ActorHead> heads(@Nullable String className, @Nullable ActorRef after, int limit) {
    return call("heads", () -> driver.heads(className, after, limit));
  }

  @Override
  public List<TurnRecord> readJournal(ActorRef ref, long fromSeq, int limit) {
    return call("readJournal", () -> driver.readJournal(ref, fromSeq, limit));
  }

  @Override
  public void saveSnapshot(ActorSnapshot snapshot) {
    run("saveSnapshot", () -> driver.saveSnapshot(snapshot));
  }

  @Override
  public @Nullable ActorSnapshot snapshot(ActorRef ref) {
    return call("snapshot", () -> Optional.ofNullable(driver.snapshot(ref))).orElse(null);
  }

  @Override
  public List<InboxMessage> pendingInbox(ActorRef ref, @Nullable String after, int limit) {
    return call("pendingInbox", () -> driver.pendingInbox(ref, after, limit));
  }

  @Override
  public List<ActorRef> actorsWithInbox(@Nullable ActorRef after, int limit) {
    return call("actorsWithInbox", () -> driver.actorsWithInbox(after, limit));
  }

  @Override
  public List<DeadLetter> deadLetters(@Nullable ActorRef ref, int limit) {
    return call("deadLetters", () -> driver.deadLetters(ref, limit));
  }

  @Override
  public List<Reminder> reminders(ActorRef ref, int limit) {
    return call("reminders", () -> driver.reminders(ref, limit));
  }

  @Override
  public List<Reminder> dueReminders(long atMs, int limit) {
    return call("dueReminders", () -> driver.dueReminders(atMs, limit));
  }

  @Override
  public @Nullable Long nextReminderAt() {
    return call("nextReminderAt", () -> Optional.ofNullable(driver.nextReminderAt())).orElse(null);
  }

  @Override
  public void retain(ActorSnapshot beforeMigration, long until) {
    run("retain", () -> driver.retain(beforeMigration, until));
  }

  @Override
  public @Nullable ActorSnapshot retained(ActorRef ref) {
    return call("retained", () -> Optional.ofNullable(driver.retained(ref))).orElse(null);
  }

  @Override
  public long compact(ActorRef ref, long upToSeq) {
    return call("compact", () -> driver.compact(ref, upToSeq));
  }

  @Override
  public List<JournalExtent> extents(@Nullable ActorRef after, int limit) {
    return call("extents", () -> driver.extents(after, limit));
  }

  @Override
  public long dropJournal(ActorRef deleted) {
    return call("dropJournal", () -> driver.dropJournal(deleted));
  }

  @Override
  public boolean forget(ActorRef deleted) {
    return call("forget", () -> driver.forget(deleted));
  }

  @Override
  public int drop(Expired expired, int limit) {
    return call("drop", () -> driver.drop(expired, limit));
  }

  /**
   * The registry's part. Its changes ask the plan as {@code registry.} and the method's name; its
   * reads fail after a crash only.
   */
  @Override
  public StoreContents contents() {
    return driver.contents();
  }

  @Override
  public RegistryStore registry() {
    return registry;
  }

  @Override
  public void ping() {
    run("ping", driver::ping);
  }

  @Override
  public int lanes() {
    return driver.lanes();
  }

  @Override
  public @Nullable String outage() {
    return driver.outage();
  }

  @Override
  public void stopWaiting() {
    driver.stopWaiting();
  }

  @Override
  public StorageStats stats() {
    return driver.stats();
  }

  /** Leaves the driver behind it open, as a crash would. */
  @Override
  public void close() {}
}
