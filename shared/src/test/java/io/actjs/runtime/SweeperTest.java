package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.retention.RetentionPolicy;
import io.actjs.runtime.retention.Swept;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.ManualClock;
import io.actjs.testkit.TestRuntime;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is stored stays bounded, and what is kept stays right. */
class SweeperTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final long DAY = 86_400_000;
  private static final ActorRef LOG = new ActorRef("Log", "a");
  private static final ActorRef ACCOUNT = new ActorRef("Account", "a");

  private static final String LOG_SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class Log extends Actor<{ count: number; last: string }> {
        state = { count: 0, last: '' };
        @handler('put') put(text: string) { this.state.last = text; return ++this.state.count; }
        @handler('count') count() { return this.state.count; }
        @handler('remind') remind() { this.actjs.scheduleAt(this.actjs.now() + 1, 'put', 'r'); }
      }
      """;

  private static final String ACCOUNT_SOURCE =
      """
      import { EventSourced, handler } from 'actjs';
      export class Account extends EventSourced<{ sum: number }, { type: string; by: number }> {
        initialState() { return { sum: 0 }; }
        @handler('add') add(by: number) { return [{ type: 'added', by }]; }
        reduce(state: any, event: any) { return { sum: state.sum + event.by }; }
      }
      """;

  private final MemoryDriver disk = new MemoryDriver();
  private final ManualClock clock = new ManualClock(NOW);
  private TestRuntime runtime = start(RetentionPolicy.DEFAULT);

  private TestRuntime start(RetentionPolicy policy) {
    return TestRuntime.start(disk, builder -> builder.clock(clock).retention(policy))
        .publish("Log", "1.0.0", LOG_SOURCE)
        .publish("Account", "1.0.0", ACCOUNT_SOURCE);
  }

  private void restart(RetentionPolicy policy) {
    runtime.close();
    runtime = TestRuntime.start(disk, builder -> builder.clock(clock).retention(policy));
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private Swept sweep() {
    return runtime.runtime().maintenance().sweep();
  }

  private void put(int times) {
    for (int i = 0; i < times; i++) {
      runtime.call(LOG, "put", "\"x\"");
    }
  }

  private long turns(ActorRef ref) {
    return disk.readJournal(ref, 1, 1_000_000).size();
  }

  @Test
  void turnsBehindASnapshotGoAndTheStateStays() {
    put(10);
    assertEquals(0, sweep().turns(), "no snapshot has them");
    restart(RetentionPolicy.DEFAULT.withTurns(3));
    ActorSnapshot snapshot = disk.snapshot(LOG);
    assertEquals(11, Objects.requireNonNull(snapshot).seq(), "a runtime that stops leaves one");
    assertEquals(8, sweep().turns());
    assertEquals(9, disk.readJournal(LOG, 1, 1).getFirst().seq());
    assertEquals(0, sweep().turns());
    assertEquals("11", runtime.call(LOG, "put", "\"y\""));
    assertEquals(4, turns(LOG));
  }

  @Test
  void theTurnOfTheSnapshotAlwaysStays() {
    put(10);
    restart(RetentionPolicy.DEFAULT.withTurns(1));
    assertEquals(10, sweep().turns());
    assertEquals(11, disk.readJournal(LOG, 1, 1).getFirst().seq());
    assertEquals("10", runtime.call(LOG, "count", "{}"));
  }

  @Test
  void eventsAllStayUnlessABoundIsSet() {
    for (int i = 0; i < 10; i++) {
      runtime.call(ACCOUNT, "add", "2");
    }
    restart(RetentionPolicy.DEFAULT.withTurns(1));
    assertNotNull(disk.snapshot(ACCOUNT));
    assertEquals(0, sweep().turns());
    long all = turns(ACCOUNT);
    assertTrue(all >= 10);
    restart(RetentionPolicy.DEFAULT.withTurns(1).withEvents(4));
    assertEquals(all - 4, sweep().turns());
    assertEquals("{\"sum\":20}", runtime.read(ACCOUNT).state());
  }

  @Test
  void aDeletedActorEndsInTwoSteps() {
    put(5);
    runtime.delete(LOG);
    assertEquals(new Swept(0, 0, 0, 0, 0, 0, 0, 0, 0), sweep());
    clock.advance(30 * DAY);
    assertEquals(7, sweep().turns());
    assertEquals(0, turns(LOG));
    ActjsException gone =
        assertThrows(ActjsException.class, () -> runtime.call(LOG, "put", "\"x\""));
    assertEquals(ProblemCode.Gone, gone.code());
    clock.advance(335 * DAY);
    assertEquals(1, sweep().deletedActors());
    assertEquals("1", runtime.call(LOG, "put", "\"x\""));
    assertEquals(2, turns(LOG));
  }

  @Test
  void anActorThatStaysInMemoryIsTrimmedAfterItsSnapshots() {
    restart(RetentionPolicy.DEFAULT.withTurns(3));
    String text = "\"" + "x".repeat(20_000) + "\"";
    Await.until(
        "the journal is cut",
        () -> {
          runtime.call(LOG, "put", text);
          return disk.readJournal(LOG, 1, 1).getFirst().seq() > 1;
        });
    Await.until(
        "the cut turns are counted", () -> runtime.runtime().sweeperStats().swept().turns() > 0);
    assertEquals(0, runtime.runtime().sweeperStats().rounds());
    long count = Long.parseLong(Objects.requireNonNull(runtime.call(LOG, "count", "{}")));
    assertTrue(turns(LOG) >= 3);
    restart(RetentionPolicy.DEFAULT);
    assertEquals(String.valueOf(count), runtime.call(LOG, "count", "{}"));
  }

  @Test
  void aRoundRunsInTheBackground() {
    put(10);
    restart(RetentionPolicy.DEFAULT.withTurns(3).withEvery(Duration.ofMillis(10)));
    Await.until("two rounds", () -> runtime.runtime().sweeperStats().rounds() >= 2);
    assertEquals(3, turns(LOG));
    assertEquals(8, runtime.runtime().sweeperStats().swept().turns());
  }

  @Test
  void messagesAndRemindersLeaveNothingBehind() {
    for (int i = 0; i < 50; i++) {
      runtime.tell(LOG, "put", "\"told\"");
      runtime.call(LOG, "remind", "{}");
    }
    clock.advance(1_000);
    Await.until("all are handled", () -> "100".equals(runtime.call(LOG, "count", "{}")));
    Await.until("none is stored", () -> disk.pendingInbox(LOG, null, 10).isEmpty());
    assertEquals(0, disk.later(LOG, 10).size());
    assertEquals(0, disk.deadLetters(DeadLetterQuery.ALL, 10).size());
  }

  @Test
  void aPolicyThatMakesNoSenseIsRefused() {
    RetentionPolicy policy = RetentionPolicy.DEFAULT;
    assertThrows(ActjsException.class, () -> policy.withTurns(0));
    assertThrows(
        ActjsException.class, () -> policy.withDeleted(Duration.ofDays(2), Duration.ofDays(1)));
    assertThrows(ActjsException.class, () -> policy.withEvery(Duration.ZERO));
  }
}
