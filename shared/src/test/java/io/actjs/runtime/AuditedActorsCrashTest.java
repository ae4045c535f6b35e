package io.actjs.runtime;

import static io.actjs.runtime.FaultAtEveryStep.succeeds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.Change;
import io.actjs.model.ClassRef;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.Pause;
import io.actjs.model.PublishedClass;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import io.actjs.storage.audit.AuditAction;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the runtime does to actors is in the audit exactly when it is done, whatever fails. */
class AuditedActorsCrashTest {
  private static final ActorRef MOVES = new ActorRef("Tally", "moves");
  private static final ActorRef DIES = new ActorRef("Tally", "dies");
  private static final ActorRef REMINDED = new ActorRef("Tally", "reminded");
  private static final ActorRef NEVER_RUNS = new ActorRef("Tally", "never");
  private static final long FAR_AWAY = 9_000_000_000_000L;
  private static final Version V2 = Version.parse("2.0.0");
  private static final Principal OPS = Principal.of("ops", List.of());
  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class Tally extends Actor<any> {
        state: any = { n: 0 };
        @handler('add') add() { this.state.n++; }
        MORE
      }
      """;

  /** Compiled once, for every round's disk. */
  private static final List<PublishedClass> CLASSES = new ArrayList<>();

  @BeforeAll
  static void compile() {
    try (TestRuntime setup = TestRuntime.start(new MemoryDriver())) {
      for (Version version : List.of(Records.V1, V2)) {
        String more = version.equals(V2) ? "migrate(s: any) { return { ...s, moved: true }; }" : "";
        setup.publish("Tally", version.toString(), SOURCE.replace("MORE", more));
        CLASSES.add(setup.runtime().registry().get(new ClassRef("Tally", version)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void w101AnActionIsAuditedExactlyWhenItHappened(Fault fault) throws Exception {
    FaultAtEveryStep.run(fault, 8, Round::new);
  }

  private static final class Round implements FaultAtEveryStep.Round {
    private final InboxMessage retried = Records.message("m1", NEVER_RUNS);
    private final InboxMessage dropped = Records.message("m2", NEVER_RUNS);

    @Override
    public void prepare(MemoryDriver disk) {
      CLASSES.forEach(published -> disk.registry().publish(published, List.of()));
      for (ActorRef ref : List.of(MOVES, DIES, REMINDED)) {
        disk.activate(ref);
        TurnRecord created =
            TurnRecord.of(ref, 1, 1, Records.V1, 1, new Change.Replaced("{\"n\":0}"));
        assertEquals(List.of(CommitResult.COMMITTED), disk.commit(List.of(created)));
      }
      InboxMessage reminder = Records.reminder("r1", REMINDED, FAR_AWAY);
      assertEquals(
          List.of(CommitResult.COMMITTED),
          disk.commit(List.of(Records.sets(REMINDED, 2, reminder))));
      for (InboxMessage dead : List.of(retried, dropped)) {
        var unused =
            disk.commit(
                List.of(
                    new InboxEntry.Accepted(dead),
                    new InboxEntry.DeadLettered(dead, 1, "No: no", 1)));
      }
      disk.pause(new Pause("Tally", "never", "ops", "broken", 1), Records.auditEntry("p", "x", ""));
    }

    @Override
    public void drive(TestRuntime runtime) {
      Maintenance maintenance = runtime.runtime().maintenance();
      DueWork work = runtime.runtime().dueWork();
      tried(() -> TestRuntime.get(maintenance.migrate(MOVES, V2, OPS)));
      tried(() -> TestRuntime.get(maintenance.rollback(MOVES, true, OPS)));
      tried(() -> runtime.delete(DIES));
      tried(() -> TestRuntime.get(work.retry(work.deadLetter(NEVER_RUNS, retried.id()), "ops")));
      tried(() -> TestRuntime.get(work.drop(work.deadLetter(NEVER_RUNS, dropped.id()), "ops")));
      tried(() -> TestRuntime.get(maintenance.cancelReminder(REMINDED, "r1", OPS)));
      tried(() -> work.pause("Tally", "moves", "ops", "because"));
      tried(() -> work.pause("Tally", null, "ops", "because"));
      tried(() -> work.resume("Tally", null, "ops"));
    }

    private static void tried(Runnable action) {
      var unused = succeeds(action);
    }

    @Override
    public void check(MemoryDriver disk, String where) {
      List<TurnRecord> turns = disk.readJournal(MOVES, 2, 10);
      audited(disk, where, AuditAction.ACTOR_MIGRATED, MOVES, turns.size() > 0);
      audited(disk, where, AuditAction.ACTOR_ROLLED_BACK, MOVES, turns.size() > 1);
      assertTrue(turns.size() <= 2, where);
      boolean deleted = disk.head(DIES).phase() == ActorHead.Phase.TOMBSTONED;
      audited(disk, where, AuditAction.ACTOR_TOMBSTONED, DIES, deleted);
      audited(disk, where, AuditAction.DEAD_LETTER_RETRIED, NEVER_RUNS, isExhumed(disk, retried));
      audited(disk, where, AuditAction.DEAD_LETTER_DROPPED, NEVER_RUNS, isExhumed(disk, dropped));
      boolean cancelled = disk.later(REMINDED, 1).isEmpty();
      audited(disk, where, AuditAction.REMINDER_CANCELLED, REMINDED, cancelled);
      List<String> paused = disk.pauses().stream().map(each -> "" + each.id()).toList();
      audited(disk, where, AuditAction.ACTOR_PAUSED, MOVES, paused.contains("moves"));
      int ofClass =
          count(disk, AuditAction.CLASS_PAUSED, "Tally")
              - count(disk, AuditAction.CLASS_RESUMED, "Tally");
      assertEquals(paused.contains("null") ? 1 : 0, ofClass, where);
      assertEquals(null, disk.registry().audit().verify(null).fault(), where);
    }

    private static boolean isExhumed(MemoryDriver disk, InboxMessage message) {
      return disk.deadLetter(NEVER_RUNS, message.id()) == null;
    }

    private static void audited(
        MemoryDriver disk, String where, AuditAction action, ActorRef ref, boolean happened) {
      String target = ref.className() + ':' + ref.id();
      assertEquals(happened ? 1 : 0, count(disk, action, target), where + ": " + action);
    }

    private static int count(MemoryDriver disk, AuditAction action, String target) {
      return (int)
          disk.registry().auditLog(100).stream()
              .filter(entry -> isOf(entry, action, target))
              .count();
    }

    private static boolean isOf(AuditEntry entry, AuditAction action, String target) {
      // Nobody in particular deletes: that is the server itself.
      String by = action == AuditAction.ACTOR_TOMBSTONED ? "system" : "ops";
      return entry.action().equals(action.text())
          && entry.target().equals(target)
          && entry.principal().equals(by);
    }
  }
}
