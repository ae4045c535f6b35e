package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.policy.PresenceLimits;
import io.actjs.runtime.subscription.Introduction;
import io.actjs.runtime.subscription.PresenceChange;
import io.actjs.runtime.subscription.Subscription;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver;
import io.actjs.testkit.TestRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who subscribes to an actor, as the actor and the other subscribers see it. */
class PresenceTest {
  private static final ActorRef ROOM = new ActorRef("Room", "a");
  private static final ActorRef PLAIN = new ActorRef("Plain", "a");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long NEVER = 3_600_000;

  private static final String SOURCE =
      """
      import { Actor, handler, type Subscriber } from 'actjs';
      export class Room extends Actor<{ log: string[] }> {
        state = { log: [] as string[] };
        onSubscribe(it: Subscriber) {
          if (it.data === 'banned') this.actjs.abort('you are banned', { code: 'Banned' });
          if (it.data === 'broken') throw new Error('no');
          this.state.log.push('+' + it.who);
          this.actjs.emit('came', it.who);
        }
        async onUnsubscribe(it: Subscriber) {
          this.state.log.push('-' + it.who);
          this.actjs.emit('left', (await this.actjs.present()).map(each => each.who));
        }
        @handler('log') log() { return this.state.log; }
        @handler('present') async present() { return await this.actjs.present(); }
        @handler('crash') crash() { this.state.log.push('set'); }
      }
      """;

  private static final String PLAIN_SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class Plain extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('add') add() { return ++this.state.n; }
        @handler('present') async present() { return await this.actjs.present(); }
      }
      """;

  private final MemoryDriver disk = new MemoryDriver();
  private @Nullable TestRuntime runtime;

  @AfterEach
  void stop() {
    if (runtime != null) {
      runtime.close();
    }
  }

  private TestRuntime start(StorageDriver storage, long graceMs) {
    return open(storage, graceMs)
        .publish("Room", "1.0.0", SOURCE)
        .publish("Plain", "1.0.0", PLAIN_SOURCE);
  }

  private TestRuntime open(StorageDriver storage, long graceMs) {
    TestRuntime started =
        TestRuntime.start(
            storage, builder -> builder.presence(new PresenceLimits(4096, 20, graceMs)));
    runtime = started;
    return started;
  }

  /** Somebody with a name, data or none, who is told of the others. */
  private static final class Guest {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Notes notes =
        new Notes() {
          @Override
          public void present(PresenceChange change) {
            told.add(
                (change.isAll() ? "all " : "change ") + names(change.present()) + change.left());
          }
        };
    private final Subscription subscription;

    Guest(TestRuntime runtime, ActorRef ref, String who, @Nullable String data) {
      subscription =
          TestRuntime.get(
              runtime
                  .runtime()
                  .subscribe(
                      ref,
                      null,
                      Introduction.of(who, data, data != null),
                      notes,
                      CallOptions.DEFAULT));
    }
  }

  private static List<String> names(@Nullable String json) {
    List<String> names = new ArrayList<>();
    tree(json).forEach(each -> names.add(each.get("who").textValue()));
    return names;
  }

  private static JsonNode tree(@Nullable String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  private static String log(TestRuntime runtime) {
    return runtime.call(ROOM, "log", "{}");
  }

  private static void awaitLog(TestRuntime runtime, String log) {
    Await.until(log, () -> log.equals(log(runtime)));
  }

  private static List<String> present(TestRuntime runtime, ActorRef ref) {
    return names(runtime.call(ref, "present", "{}"));
  }

  @Test
  void theActorIsToldBeforeASubscriberSeesItAndAfterItHasLeft() {
    TestRuntime server = start(disk, NEVER);
    Guest ann = new Guest(server, ROOM, "ann", "1");
    assertTrue(ann.notes.lines.getFirst().contains("+ann"), ann.notes.lines.toString());
    Guest bob = new Guest(server, ROOM, "bob", null);
    assertEquals(List.of("ann", "bob"), present(server, ROOM));
    bob.subscription.close();
    awaitLog(server, "[\"+ann\",\"+bob\",\"-bob\"]");
    assertEquals(List.of("ann"), present(server, ROOM));
    Await.until("the messages", () -> ann.notes.lines.contains("emitted left [\"ann\"]"));
    assertTrue(ann.notes.lines.contains("emitted came \"bob\""));
    assertFalse(bob.notes.lines.contains("emitted came \"bob\""), "it was not there yet");
  }

  @Test
  void theActorMayRefuseASubscriber() {
    TestRuntime server = start(disk, NEVER);
    ActjsException banned =
        assertThrows(ActjsException.class, () -> new Guest(server, ROOM, "eve", "\"banned\""));
    assertEquals(ProblemCode.ActorAbort, banned.code());
    assertEquals("\"Banned\"", banned.members().get("reasonCode"));
    assertEquals(
        ProblemCode.HandlerError,
        assertThrows(ActjsException.class, () -> new Guest(server, ROOM, "eve", "\"broken\""))
            .code());
    assertEquals("[]", log(server));
    assertEquals(List.of(), present(server, ROOM));
    assertEquals(0, server.runtime().stats().subscriptions());
  }

  @Test
  void whoIsCutOffAndComesBackInTimeHasNotLeft() {
    TestRuntime server = start(disk, NEVER);
    new Guest(server, ROOM, "ann", null).subscription.cut();
    assertEquals(List.of("ann"), present(server, ROOM));
    Guest again = new Guest(server, ROOM, "ann", null);
    again.subscription.close();
    awaitLog(server, "[\"+ann\",\"-ann\"]");
  }

  @Test
  void whoIsCutOffAndStaysAwayHasLeft() {
    TestRuntime server = start(disk, 60);
    new Guest(server, ROOM, "ann", null).subscription.cut();
    awaitLog(server, "[\"+ann\",\"-ann\"]");
    new Guest(server, ROOM, "ann", null).subscription.close();
    awaitLog(server, "[\"+ann\",\"-ann\",\"+ann\",\"-ann\"]");
  }

  @Test
  void whoHasNoNameCannotComeBack() {
    TestRuntime server = start(disk, NEVER);
    Notes notes = new Notes();
    Subscription nameless =
        TestRuntime.get(server.runtime().subscribe(ROOM, notes, CallOptions.DEFAULT));
    String who = present(server, ROOM).getFirst();
    nameless.cut();
    awaitLog(server, "[\"+" + who + "\",\"-" + who + "\"]");
  }

  @Test
  void twoConnectionsWithOneNameAreOne() {
    TestRuntime server = start(disk, NEVER);
    Guest first = new Guest(server, ROOM, "ann", "1");
    Guest second = new Guest(server, ROOM, "ann", "2");
    assertEquals("2", tree(server.call(ROOM, "present", "{}")).get(0).get("data").toString());
    first.subscription.close();
    assertEquals(List.of("ann"), present(server, ROOM));
    second.subscription.close();
    awaitLog(server, "[\"+ann\",\"-ann\"]");
  }

  /** The actor's answer is not final before it is stored; until then nobody is let in. */
  @Test
  void twoConnectionsThatComeAtOnceAskOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch mayCommit = new CountDownLatch(1);
    TestRuntime server =
        start(
            new FaultyDriver(
                disk,
                (operation, call) -> {
                  if (operation.equals("commit")) {
                    asked.countDown();
                    await(mayCommit);
                  }
                  return FaultyDriver.Fault.NONE;
                }),
            NEVER);
    var first = subscribe(server, "ann");
    await(asked);
    var second = subscribe(server, "ann");
    assertEquals("[]", server.runtime().present(ROOM));
    assertFalse(first.isDone() || second.isDone());
    mayCommit.countDown();
    TestRuntime.get(first).close();
    assertEquals(List.of("ann"), present(server, ROOM));
    TestRuntime.get(second).close();
    awaitLog(server, "[\"+ann\",\"-ann\"]");
  }

  private static CompletableFuture<Subscription> subscribe(TestRuntime server, String who) {
    Introduction self = Introduction.of(who, null, false);
    return server.runtime().subscribe(ROOM, null, self, new Notes(), CallOptions.DEFAULT);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void watchersAreToldOfOthersWithoutATurn() {
    TestRuntime server = start(disk, NEVER);
    Guest ann = new Guest(server, ROOM, "ann", "{\"x\":0}");
    Await.until("the list", () -> ann.told.equals(List.of("all [ann][]")));
    Guest bob = new Guest(server, ROOM, "bob", "{\"x\":0}");
    Await.until("bob", () -> ann.told.contains("change [bob][]"));
    Await.until("bob's list", () -> bob.told.contains("all [ann, bob][]"));
    long turns = server.runtime().stats().turns();
    long entries = disk.stats().entries();
    int before = ann.told.size();
    for (int i = 0; i < 500; i++) {
      assertTrue(bob.subscription.tell("{\"x\":" + i + "}"));
    }
    Await.until("the cursor", () -> ann.told.size() > before);
    assertEquals(turns, server.runtime().stats().turns());
    assertEquals(entries, disk.stats().entries());
    assertTrue(ann.told.size() - before < 100, "changes are told together: " + ann.told.size());
    assertEquals(
        "{\"x\":499}", tree(server.call(ROOM, "present", "{}")).get(1).get("data").toString());
    bob.subscription.close();
    Await.until("bob's leave", () -> ann.told.contains("change [][\"bob\"]"));
    assertFalse(bob.subscription.tell("1"), "it has left");
  }

  @Test
  void dataOfAMegabyteIsRefused() {
    TestRuntime server = start(disk, NEVER);
    String large = "\"" + "x".repeat(1 << 20) + "\"";
    assertEquals(
        ProblemCode.PayloadTooLarge,
        assertThrows(ActjsException.class, () -> new Guest(server, ROOM, "ann", large)).code());
    assertEquals(0, server.runtime().stats().subscriptions());
    Guest ann = new Guest(server, ROOM, "ann", "1");
    assertEquals(
        ProblemCode.PayloadTooLarge,
        assertThrows(ActjsException.class, () -> ann.subscription.tell(large)).code());
    assertEquals("1", tree(server.call(ROOM, "present", "{}")).get(0).get("data").toString());
  }

  @Test
  void aClassWithoutHooksRunsNoTurnForSubscribers() {
    TestRuntime server = start(disk, NEVER);
    assertEquals("1", server.call(PLAIN, "add", "{}"));
    long turns = server.runtime().stats().turns();
    Guest ann = new Guest(server, PLAIN, "ann", "1");
    new Guest(server, PLAIN, "bob", null).subscription.close();
    assertEquals(turns, server.runtime().stats().turns());
    assertEquals(List.of("ann"), present(server, PLAIN));
    Await.until("the list", () -> !ann.told.isEmpty());
  }

  @Test
  void presenceOutlivesTheHostAndItsVersion() {
    TestRuntime server = start(disk, NEVER);
    Guest ann = new Guest(server, ROOM, "ann", null);
    server.publish("Room", "2.0.0", SOURCE);
    TestRuntime.get(
        server
            .runtime()
            .maintenance()
            .migrate(ROOM, Version.parse("2.0.0"), Principal.of("me", List.of())));
    assertEquals(List.of("ann"), present(server, ROOM));
    assertEquals("[\"+ann\"]", log(server));
    // Another owner: this host is discarded, and the next one takes over.
    var taken = disk.activate(ROOM);
    assertThrows(ActjsException.class, () -> server.call(ROOM, "crash", "{}"));
    assertEquals(List.of("ann"), present(server, ROOM), taken.toString());
    ann.subscription.close();
    awaitLog(server, "[\"+ann\",\"-ann\"]");
  }

  /** What the actor has stored of its subscribers is for its author to put right. */
  @Test
  void nobodyIsThereAfterACrash() {
    boolean[] crash = {false};
    FaultyDriver dying =
        new FaultyDriver(
            disk,
            (operation, call) ->
                crash[0] ? FaultyDriver.Fault.CRASH_BEFORE : FaultyDriver.Fault.NONE);
    TestRuntime before = start(dying, NEVER);
    var unused = new Guest(before, ROOM, "ann", null);
    crash[0] = true;
    assertThrows(ActjsException.class, () -> before.call(ROOM, "crash", "{}"));
    before.close();
    TestRuntime after = open(disk, NEVER);
    assertEquals(List.of(), present(after, ROOM));
    assertEquals("[\"+ann\"]", log(after), "nobody was told that ann has left");
    unused = new Guest(after, ROOM, "ann", null);
    assertEquals("[\"+ann\",\"+ann\"]", log(after));
  }

  @Test
  void nobodyIsThereOfADeletedActor() {
    TestRuntime server = start(disk, NEVER);
    Guest ann = new Guest(server, ROOM, "ann", "1");
    server.delete(ROOM);
    Await.until("the tombstone", () -> ann.notes.lines.getLast().startsWith("tombstone"));
    assertEquals("[]", server.runtime().present(ROOM));
  }

  @Test
  void aPausedActorLetsNobodyInAndIsToldOfALeaveWhenItGoesOn() {
    TestRuntime server = start(disk, NEVER);
    Guest ann = new Guest(server, ROOM, "ann", null);
    server.runtime().dueWork().pause("Room", "a", "me", "because");
    assertEquals(
        ProblemCode.Paused,
        assertThrows(ActjsException.class, () -> new Guest(server, ROOM, "bob", null)).code());
    ann.subscription.close();
    server.runtime().dueWork().resume("Room", "a", "me");
    awaitLog(server, "[\"+ann\",\"-ann\"]");
  }
}
