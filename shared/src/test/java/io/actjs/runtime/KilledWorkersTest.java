package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.process.ProcessEngine;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.policy.RuntimeLimits;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * The promises while processes of workers are killed at any moment, again and again: what was
 * acknowledged is there once, what was not is there at most once, no call is done by halves that
 * cannot be, and every actor comes back. {@code scripts/kill-workers} does it for as long as one
 * likes.
 */
class KilledWorkersTest {
  private static final int KILLS = Integer.getInteger("actjs.kills.number", 12);
  private static final long SEED =
      Long.getLong("actjs.kills.seed", ThreadLocalRandom.current().nextInt(1 << 30));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ACTORS = 6;
  private static final int CLIENTS = 4;

  /** Deeds that succeed between two kills, so that the server gets on. */
  private static final int MOST_BETWEEN = 40;

  private static final long LATEST_NANOS = 3_000_000;

  private static final Set<ProblemCode> EXPECTED =
      Set.of(ProblemCode.WorkerLost, ProblemCode.Fenced);

  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';

      export class Bag extends Actor<{ items: string[] }> {
        state = { items: [] as string[] };
        @handler('add') add(args: { item: string }): void { this.state.items.push(args.item); }
        @handler('items') items(): string[] { return this.state.items; }
        /** Both have it, or none. */
        @handler('send') send(args: { to: string; item: string }): void {
          this.state.items.push(args.item);
          this.actjs.tell({ class: 'Bag', id: args.to }, 'add', { item: args.item });
        }
        /** Whoever has it has given it before. */
        @handler('give') async give(args: { to: string; item: string }): Promise<void> {
          await this.actjs.call({ class: 'Bag', id: args.to }, 'add', { item: args.item });
          this.state.items.push(args.item);
        }
      }
      """;

  /** What a client does. */
  private enum Kind {
    ADD,
    TELL,
    SEND,
    GIVE
  }

  /**
   * Something that a client has done.
   *
   * @param acknowledged whether it was told so
   */
  private record Deed(Kind kind, String item, String from, String to, boolean acknowledged) {}

  private final MemoryDriver disk = new MemoryDriver();
  private final LinkedBlockingQueue<Deed> deeds = new LinkedBlockingQueue<>();
  private final Set<ProblemCode> unexpected = ConcurrentHashMap.newKeySet();
  private final AtomicLong items = new AtomicLong();
  private final AtomicInteger successes = new AtomicInteger();
  private volatile boolean over;

  @Test
  void promisesAreKeptWhenProcessesOfWorkersAreKilled() throws Exception {
    Set<Long> others = children();
    EngineLimits limits = EngineLimits.DEFAULT.withHeapBytes(64L << 20);
    ProcessEngine engine = ProcessEngine.open(limits);
    try (TestRuntime runtime =
        TestRuntime.start(
            disk,
            builder ->
                builder
                    .engine(engine)
                    .engineLimits(limits)
                    .limits(new RuntimeLimits(1024, 1000, 100_000, 300_000, 30_000, 1_000, 1, 0))
                    .workers(2))) {
      runtime.publish("Bag", "1.0.0", SOURCE);
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(SEED + i + 1);
        clients.add(Thread.ofPlatform().start(() -> live(runtime, random)));
      }
      kill(others, engine);
      over = true;
      for (Thread client : clients) {
        client.join();
      }
      check(runtime);
    }
  }

  private static Set<Long> children() {
    Set<Long> pids = new HashSet<>();
    ProcessHandle.current().children().forEach(child -> pids.add(child.pid()));
    return pids;
  }

  private void kill(Set<Long> others, ProcessEngine engine) {
    Random random = new Random(SEED);
    for (int i = 0; i < KILLS; i++) {
      int wanted = successes.get() + 1 + random.nextInt(MOST_BETWEEN);
      Await.until("the server to get on, seed " + SEED, () -> successes.get() >= wanted);
      LockSupport.parkNanos(random.nextLong(LATEST_NANOS));
      List<ProcessHandle> workers =
          ProcessHandle.current()
              .children()
              .filter(child -> !others.contains(child.pid()))
              .sorted()
              .toList();
      if (!workers.isEmpty()) {
        workers.get(random.nextInt(workers.size())).destroyForcibly();
      }
    }
    Await.until("a loss", () -> engine.losses().byReason().getOrDefault("ended", 0L) > 0);
  }

  private void live(TestRuntime runtime, Random random) {
    while (!over) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      String from = "b" + random.nextInt(ACTORS);
      String to = "b" + random.nextInt(ACTORS);
      if (!to.equals(from)) {
        String item = kind + "-" + items.incrementAndGet();
        boolean acknowledged = succeeds(() -> act(runtime, kind, item, from, to));
        deeds.add(new Deed(kind, item, from, to, acknowledged));
        if (acknowledged) {
          successes.incrementAndGet();
        }
      }
    }
  }

  private boolean succeeds(Runnable deed) {
    try {
      deed.run();
      return true;
    } catch (ActjsException e) {
      // Two that call each other are refused, killed or not.
      if (!EXPECTED.contains(e.code()) && e.code() != ProblemCode.CallCycle) {
        unexpected.add(e.code());
      }
      return false;
    }
  }

  private static void act(TestRuntime runtime, Kind kind, String item, String from, String to) {
    ActorRef actor = new ActorRef("Bag", from);
    String alone = "{\"item\":\"%s\"}".formatted(item);
    String both = "{\"item\":\"%s\",\"to\":\"%s\"}".formatted(item, to);
    var unused =
        switch (kind) {
          case ADD -> runtime.call(actor, "add", alone);
          case TELL -> runtime.tell(actor, "add", alone);
          case SEND -> runtime.call(actor, "send", both);
          case GIVE -> runtime.call(actor, "give", both);
        };
  }

  private void check(TestRuntime runtime) throws Exception {
    String seed = "seed " + SEED + ": ";
    Await.until(seed + "all messages", () -> FaultAtEveryStep.isDone(disk));
    Map<String, List<String>> bags = new ConcurrentHashMap<>();
    for (int i = 0; i < ACTORS; i++) {
      bags.put("b" + i, read(runtime, new ActorRef("Bag", "b" + i)));
    }
    Set<String> known = new HashSet<>();
    for (Deed deed : deeds) {
      known.add(deed.item());
      long own = count(bags, deed.from(), deed.item());
      long other = count(bags, deed.to(), deed.item());
      String where = seed + deed;
      assertTrue(own <= 1 && other <= 1, () -> where + " twice: " + own + ", " + other);
      if (deed.acknowledged()) {
        assertEquals(1, own, where);
      }
      switch (deed.kind()) {
        case ADD, TELL -> assertEquals(0, other, where);
        case SEND -> assertEquals(own, other, where);
        case GIVE -> assertTrue(other >= own, where);
      }
    }
    bags.forEach((id, all) -> assertTrue(known.containsAll(all), () -> seed + id));
    assertEquals(Set.of(), unexpected, seed);
    for (String id : bags.keySet()) {
      assertEquals(List.of(), disk.deadLetters(new ActorRef("Bag", id), 10), seed);
    }
  }

  private static List<String> read(TestRuntime runtime, ActorRef bag) throws Exception {
    JsonNode all = JSON.readTree(runtime.call(bag, "items", "{}"));
    List<String> list = new ArrayList<>();
    all.forEach(item -> list.add(item.asText()));
    return list;
  }

  private static long count(Map<String, List<String>> bags, String id, String item) {
    return bags.get(id).stream().filter(item::equals).count();
  }
}
