package io.actjs.storage.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Position;
import io.actjs.model.ProblemCode;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.subscription.Step;
import io.actjs.runtime.subscription.Subscriber;
import io.actjs.storage.ActorShard;
import io.actjs.testkit.TestRuntime;
import io.actjs.testservers.PostgresProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers of a runtime notice when its PostgreSQL goes away and comes back. */
final class RuntimeOutageTest {
  private static final int ACTORS = 6;
  private static final PostgresOptions OPTIONS =
      PostgresOptions.DEFAULT.withConnectTimeout(Duration.ofSeconds(1));

  private static final Subscriber NOBODY =
      new Subscriber() {
        @Override
        public void snapshot(Position at, String state) {}

        @Override
        public void change(Step step) {}

        @Override
        public void tombstone(long prevSeq, long seq) {}

        @Override
        public void ended(ActjsException reason) {}
      };

  private static final String BAG =
      """
      import { Actor, handler } from 'actjs';

      type State = { items: string[] };

      export class Bag extends Actor<State> {
        state: State = { items: [] };

        @handler('add')
        add(args: { item: string }) {
          this.state.items.push(args.item);
          return this.state.items.length;
        }
      }
      """;

  @TempDir Path dir;

  private static ActorRef bag(int number) {
    return new ActorRef("Bag", "b" + number);
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "waited in vain: " + what);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static String add(TestRuntime runtime, ActorRef ref, String item) {
    return String.valueOf(runtime.call(ref, "add", "{\"item\":\"" + item + "\"}"));
  }

  /** Calls one actor after the other, for ever, and notes what it was told. */
  private static final class Client implements Runnable {
    private final TestRuntime runtime;
    private final String name;
    private final Map<ActorRef, List<String>> added = new HashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean stopped;

    Client(TestRuntime runtime, String name) {
      this.runtime = runtime;
      this.name = name;
    }

    @Override
    public void run() {
      while (!stopped) {
        ActorRef ref = bag(count.get() % ACTORS);
        String item = name + count.get();
        String unused = add(runtime, ref, item);
        added.computeIfAbsent(ref, key -> new ArrayList<>()).add(item);
        count.incrementAndGet();
      }
    }
  }

  @Test
  void callersSeeNoErrorWhenTheServerCrashesAndComesBackWithinTheirDeadline() throws Exception {
    try (PostgresProcess server = new PostgresProcess(dir);
        TestRuntime runtime =
            TestRuntime.start(PostgresDriver.open(PostgresUrl.parse(server.url()), OPTIONS))) {
      runtime.publish("Bag", "1.0.0", BAG);
      List<Client> clients = List.of(new Client(runtime, "x"), new Client(runtime, "y"));
      List<CompletableFuture<Void>> running =
          clients.stream()
              .map(client -> CompletableFuture.runAsync(client, Thread::startVirtualThread))
              .toList();
      for (int round = 0; round < 2; round++) {
        awaitMore(clients);
        server.kill();
        server.start();
      }
      awaitMore(clients);
      clients.forEach(client -> client.stopped = true);
      running.forEach(CompletableFuture::join);
      for (int i = 0; i < ACTORS; i++) {
        String state = runtime.read(bag(i)).state();
        int expected = 0;
        for (Client client : clients) {
          for (String item : client.added.getOrDefault(bag(i), List.of())) {
            assertEquals(2, state.split("\"" + item + "\"", -1).length, item + " in " + state);
            expected++;
          }
        }
        assertEquals(expected, state.split(",").length, state);
      }
    }
  }

  private static void awaitMore(List<Client> clients) {
    for (Client client : clients) {
      int goal = client.count.get() + 30;
      await("more calls", () -> client.count.get() >= goal);
    }
  }

  @Test
  void whatWaitsBeyondItsDeadlineIsToldThatStorageIsAwayAndTheServerGoesOn() throws Exception {
    try (PostgresProcess server = new PostgresProcess(dir);
        TestRuntime runtime =
            TestRuntime.start(PostgresDriver.open(PostgresUrl.parse(server.url()), OPTIONS))) {
      ActorRuntime actors = runtime.publish("Bag", "1.0.0", BAG).runtime();
      assertEquals("1", add(runtime, bag(0), "first"));
      server.kill();
      CallOptions hasty = new CallOptions(null, 2_500);
      List<Supplier<CompletableFuture<?>>> waiting =
          List.of(
              () -> actors.call(bag(0), "add", "{\"item\":\"maybe\"}", hasty),
              () -> actors.call(bag(1), "add", "{\"item\":\"maybe\"}", hasty),
              () -> actors.tell(bag(0), "add", "{\"item\":\"told\"}", hasty),
              () -> actors.read(bag(2), hasty),
              () -> actors.create("Bag", null, hasty),
              () -> actors.subscribe(bag(4), NOBODY, hasty));
      List<CompletableFuture<?>> answers = new ArrayList<>();
      waiting.forEach(each -> answers.add(each.get()));
      CompletableFuture<?> patient =
          actors.call(bag(3), "add", "{\"item\":\"late\"}", CallOptions.DEFAULT);
      for (CompletableFuture<?> answer : answers) {
        ActjsException told = assertThrows(ActjsException.class, () -> TestRuntime.get(answer));
        assertEquals(ProblemCode.StorageUnavailable, told.code(), told.detail());
      }
      assertFalse(actors.ready());
      assertFalse(patient.isDone());
      server.start();
      assertEquals("1", TestRuntime.get(patient));
      await("ready", actors::ready);
      await("the tell", () -> runtime.read(bag(0)).state().contains("told"));
      String state = runtime.read(bag(0)).state();
      assertTrue(state.split("\"maybe\"", -1).length <= 2, state);
    }
  }

  @Test
  void aCommitThatTakesLongHoldsUpItsOwnLaneOnly() throws Exception {
    PostgresUrl url = TestServer.newDatabase();
    try (TestRuntime runtime =
        TestRuntime.start(PostgresDriver.open(url, PostgresOptions.DEFAULT))) {
      runtime.publish("Bag", "1.0.0", BAG).publish("Held", "1.0.0", BAG.replace("Bag", "Held"));
      ActorRef slow = new ActorRef("Held", "slow");
      assertEquals("1", add(runtime, slow, "x"));
      ActorRef quick = inAnotherLane(slow);
      try (HeldCommits held = new HeldCommits(url)) {
        CompletableFuture<?> waits =
            runtime.runtime().call(slow, "add", "{\"item\":\"y\"}", CallOptions.DEFAULT);
        held.awaitWaiting(1, () -> false);
        assertEquals("1", add(runtime, quick, "x"));
        assertEquals("2", add(runtime, quick, "y"));
        assertFalse(waits.isDone());
        held.release();
        assertEquals("2", TestRuntime.get(waits));
      }
    }
  }

  private static ActorRef inAnotherLane(ActorRef than) {
    int lanes = PostgresOptions.DEFAULT.lanes();
    int number = 0;
    while (ActorShard.of(bag(number)) % lanes == ActorShard.of(than) % lanes) {
      number++;
    }
    return bag(number);
  }

  @Test
  void whenPostgresIsSlowMailboxesFillAndSayItAndWhatWasTakenIsDone() throws Exception {
    PostgresUrl url = TestServer.newDatabase();
    RuntimeLimits limits = RuntimeLimits.DEFAULT;
    try (TestRuntime runtime =
        TestRuntime.start(
            PostgresDriver.open(url, PostgresOptions.DEFAULT), builder -> builder.limits(limits))) {
      ActorRuntime actors = runtime.publish("Held", "1.0.0", BAG.replace("Bag", "Held")).runtime();
      ActorRef hot = new ActorRef("Held", "hot");
      assertEquals("1", add(runtime, hot, "x"));
      List<CompletableFuture<?>> calls = new ArrayList<>();
      try (HeldCommits held = new HeldCommits(url)) {
        int bound = 200_000;
        while (calls.stream()
            .skip(Math.max(0, calls.size() - 100))
            .noneMatch(RuntimeOutageTest::isFull)) {
          for (int i = 0; i < 100; i++) {
            calls.add(actors.call(hot, "add", "{\"item\":\"\"}", CallOptions.DEFAULT));
          }
          assertTrue(calls.size() < bound, "nothing ever fills");
        }
        held.release();
      }
      long done = calls.stream().filter(call -> !isFull(call)).peek(TestRuntime::get).count();
      assertTrue(done >= limits.mailbox());
      assertEquals(String.valueOf(done + 2), add(runtime, hot, "y"));
    }
  }

  private static boolean isFull(CompletableFuture<?> call) {
    return call.isCompletedExceptionally()
        && call.exceptionNow() instanceof ActjsException e
        && e.code() == ProblemCode.MailboxFull;
  }
}
