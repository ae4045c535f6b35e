package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.runtime.subscription.Introduction;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What actors emit reaches their subscribers, in order, and is not stored. */
class EmittedTest {
  private static final ActorRef ROOM = new ActorRef("Room", "a");

  static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class Room extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('set') set() { this.state.n++; this.actjs.emit('set', this.state.n); return this.state.n; }
        @handler('say') say(args: { text: string; to?: string }) {
          this.actjs.emit('said', args.text, args.to === undefined ? {} : { to: args.to });
        }
        @handler('fail') fail() { this.state.n++; this.actjs.emit('no'); throw new Error('no'); }
        @handler('ring') ring() { this.actjs.scheduleAt(this.actjs.now(), 'rang'); }
        @handler('rang') rang() { this.actjs.emit('rang'); }
        onActivate() { this.actjs.emit('awake', this.state.n); }
      }
      """;

  private static TestRuntime start(StorageDriver storage) {
    return TestRuntime.start(storage).publish("Room", "1.0.0", SOURCE);
  }

  private static Notes subscribe(TestRuntime runtime) {
    Notes notes = new Notes();
    var unused = TestRuntime.get(runtime.runtime().subscribe(ROOM, notes, CallOptions.DEFAULT));
    return notes;
  }

  private static Notes subscribe(TestRuntime runtime, String who) {
    Notes notes = new Notes();
    var unused =
        TestRuntime.get(
            runtime
                .runtime()
                .subscribe(
                    ROOM, null, Introduction.of(who, null, false), notes, CallOptions.DEFAULT));
    return notes;
  }

  private static void say(TestRuntime runtime, String text) {
    var unused = runtime.call(ROOM, "say", "{\"text\":\"" + text + "\"}");
  }

  @Test
  void messagesComeBehindTheChangeOfTheirTurnAndBeforeTheNext() {
    try (TestRuntime runtime = start(new MemoryDriver())) {
      var unused = runtime.call(ROOM, "set", "{}");
      Notes notes = subscribe(runtime);
      unused = runtime.call(ROOM, "set", "{}");
      say(runtime, "between");
      unused = runtime.call(ROOM, "set", "{}");
      Await.until("both changes", () -> notes.lines.size() == 6);
      assertEquals(
          List.of("emitted set 2", "emitted said \"between\""),
          List.of(notes.lines.get(2), notes.lines.get(3)));
      assertTrue(notes.lines.get(0).startsWith("snapshot 2"), notes.lines.toString());
      assertTrue(notes.lines.get(1).startsWith("patch 3"), notes.lines.toString());
      assertTrue(notes.lines.get(4).startsWith("patch 4"), notes.lines.toString());
      assertEquals("emitted set 3", notes.lines.get(5));
      assertEquals(4, runtime.runtime().stats().emitted() - 1);
    }
  }

  @Test
  void nothingOfThemIsStored() {
    MemoryDriver disk = new MemoryDriver();
    try (TestRuntime runtime = start(disk)) {
      var unused = runtime.call(ROOM, "set", "{}");
      Notes notes = subscribe(runtime);
      long before = disk.stats().entries();
      for (int i = 0; i < 20; i++) {
        say(runtime, "x");
      }
      Await.until("all of them", () -> notes.lines.size() == 21);
      assertEquals(before, disk.stats().entries());
      assertEquals(2, runtime.read(ROOM).seq());
      assertEquals(2, disk.readJournal(ROOM, 1, 10).size());
      assertEquals("2", runtime.call(ROOM, "set", "{}"));
    }
  }

  /** Somebody looks at an actor that emits, and it does not exist afterwards. */
  @Test
  void emittingDoesNotMakeAnActor() {
    MemoryDriver disk = new MemoryDriver();
    try (TestRuntime runtime = start(disk)) {
      Notes notes = subscribe(runtime);
      say(runtime, "hello");
      Await.until("the message", () -> notes.lines.contains("emitted said \"hello\""));
      assertEquals(List.of(), disk.readJournal(ROOM, 1, 10));
      assertEquals(
          ProblemCode.ActorNotFound,
          assertThrows(ActjsException.class, () -> runtime.read(ROOM)).code());
    }
  }

  @Test
  void aTurnThatFailsEmitsNothing() {
    try (TestRuntime runtime = start(new MemoryDriver())) {
      Notes notes = subscribe(runtime);
      assertThrows(ActjsException.class, () -> runtime.call(ROOM, "fail", "{}"));
      say(runtime, "after");
      Await.until("the next message", () -> notes.lines.contains("emitted said \"after\""));
      assertFalse(notes.lines.toString().contains("emitted no"), notes.lines.toString());
    }
  }

  @Test
  void aTurnThatIsRefusedAtTheCommitEmitsNothing() {
    MemoryDriver disk = new MemoryDriver();
    try (TestRuntime runtime = start(disk)) {
      var unused = runtime.call(ROOM, "set", "{}");
      Notes notes = subscribe(runtime);
      // Another owner: whatever this one commits from now on is refused.
      var taken = disk.activate(ROOM);
      assertThrows(ActjsException.class, () -> runtime.call(ROOM, "set", "{}"));
      Await.until(
          "what the next owner has",
          () -> notes.lines.stream().filter(line -> line.startsWith("snapshot")).count() == 2);
      say(runtime, "next owner");
      Await.until("the next message", () -> notes.lines.contains("emitted said \"next owner\""));
      assertFalse(notes.lines.toString().contains("emitted set 2"), notes.lines + " " + taken);
    }
  }

  /** A message that tells of a change must not be there before the change is. */
  @Test
  void aMessageWaitsForWhatItsTurnHasSeen() throws Exception {
    CountDownLatch mayCommit = new CountDownLatch(1);
    CountDownLatch commits = new CountDownLatch(1);
    commitsHeld.armed = false;
    StorageDriver slow =
        new FaultyDriver(
            new MemoryDriver(),
            (operation, call) -> {
              if (operation.equals("commit") && commitsHeld.armed) {
                commits.countDown();
                await(mayCommit);
              }
              return FaultyDriver.Fault.NONE;
            });
    try (TestRuntime runtime = start(slow)) {
      var unused = runtime.call(ROOM, "set", "{}");
      Notes notes = subscribe(runtime);
      commitsHeld.armed = true;
      var set = runtime.runtime().call(ROOM, "set", "{}", CallOptions.DEFAULT);
      await(commits);
      var said = runtime.runtime().call(ROOM, "say", "{\"text\":\"saw it\"}", CallOptions.DEFAULT);
      assertEquals(1, notes.lines.size(), notes.lines.toString());
      assertFalse(said.isDone());
      mayCommit.countDown();
      TestRuntime.get(said);
      assertEquals("2", TestRuntime.get(set));
      Await.until("all", () -> notes.lines.size() == 4);
      assertEquals("emitted set 2", notes.lines.get(2));
      assertEquals("emitted said \"saw it\"", notes.lines.get(3));
    }
  }

  private static final class Armed {
    private volatile boolean armed;
  }

  private final Armed commitsHeld = new Armed();

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, java.util.concurrent.TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aMessageReachesWhomItNames() {
    try (TestRuntime runtime = start(new MemoryDriver())) {
      Notes ann = subscribe(runtime, "ann");
      Notes bob = subscribe(runtime, "bob");
      var unused = runtime.call(ROOM, "say", "{\"text\":\"for bob\",\"to\":\"bob\"}");
      unused = runtime.call(ROOM, "say", "{\"text\":\"for nobody\",\"to\":\"eve\"}");
      say(runtime, "for all");
      Await.until("both", () -> has(ann, "for all") && has(bob, "for all"));
      assertTrue(has(bob, "for bob"));
      assertFalse(has(ann, "for bob"), ann.lines.toString());
      assertFalse(has(ann, "for nobody") || has(bob, "for nobody"));
    }
  }

  private static boolean has(Notes notes, String text) {
    return notes.lines.contains("emitted said \"" + text + "\"");
  }

  @Test
  void remindersAndLifecycleMethodsEmitToo() {
    MemoryDriver disk = new MemoryDriver();
    try (TestRuntime runtime = start(disk)) {
      var unused = runtime.call(ROOM, "set", "{}");
      Notes notes = subscribe(runtime);
      unused = runtime.call(ROOM, "ring", "{}");
      Await.until("the reminder", () -> notes.lines.contains("emitted rang {}"));
      runtime.publish("Room", "2.0.0", SOURCE);
      TestRuntime.get(
          runtime
              .runtime()
              .maintenance()
              .migrate(ROOM, Version.parse("2.0.0"), Principal.of("me", List.of())));
      Await.until("the new version", () -> notes.lines.contains("emitted awake 1"));
    }
  }
}
