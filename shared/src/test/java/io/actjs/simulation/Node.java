package io.actjs.simulation;

import io.actjs.engine.Outcome;
import io.actjs.model.ActorRef;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.retention.RetentionPolicy;
import io.actjs.storage.StorageDriver;
import io.actjs.testkit.FaultyDriver;
import java.util.List;
import java.util.function.UnaryOperator;

/** One process: a runtime over the shared disk, until it is stopped or dies. */
final class Node {
  /** What others do while a turn takes long, in pieces of work that take a time each. */
  private static final int MOST_PIECES = 60;

  private static final int MOST_MS = 40;

  final int number;
  final ActorRuntime runtime;

  private final SeededScheduler scheduler;
  private final BorrowedEngine engine;
  private final FaultyDriver driver;
  private boolean alive = true;

  /** One turn at a time takes long. */
  private boolean holding;

  Node(Simulation world, int number, UnaryOperator<StorageDriver> plant) {
    this.number = number;
    this.scheduler = new SeededScheduler(world.random, world.clock);
    this.engine =
        new BorrowedEngine(
            world.isolates,
            world.random,
            log -> said(world, log),
            world::breaksIsolate,
            isolate -> mayHold(world, isolate));
    this.driver = Disk.faulty(plant.apply(world.disk.opened()), world.disk);
    this.runtime =
        ActorRuntime.builder(driver)
            .scheduler(scheduler)
            .engine(engine)
            .clock(world.clock)
            .messageIds(world::nextMessageId)
            .limits(world.limits)
            .retention(RetentionPolicy.DEFAULT.withTurns(2))
            .drainMs(0)
            .workers(world.weather.workers)
            .start();
  }

  /**
   * Handlers log which operation they begin, what an actor has done that sent it, what another has
   * answered, and when they wait for another actor.
   */
  private void said(Simulation world, Outcome.Log log) {
    List<String> words = List.of(log.message().split(" "));
    switch (words.getFirst()) {
      case "run" -> world.verdict.during(() -> world.model.messages.ran(words.get(1)));
      case "saw" -> world.model.saw(words.get(1), ref(words, 2), words.subList(4, words.size()));
      case "waits" -> world.model.waits.begun(number, words.get(1), ref(words, 2), ref(words, 4));
      case "continues" -> world.model.waits.ended(words.get(1));
      default -> throw new Violation("no handler says " + words);
    }
  }

  /** A turn takes long at times, and the rest of the process goes on meanwhile. */
  private void mayHold(Simulation world, BorrowedIsolate isolate) {
    if (holding || !world.holdsWorker()) {
      return;
    }
    holding = true;
    long before = runtime.handOvers();
    for (int i = 1 + world.random.nextInt(MOST_PIECES); i > 0 && !isCrashed(); i--) {
      int ms = 1 + world.random.nextInt(MOST_MS);
      isolate.works(ms);
      world.advance(ms);
      world.countStep();
      var unused = step();
    }
    holding = false;
    if (runtime.handOvers() > before) {
      world.trace.add("a worker is handed over");
    }
  }

  private static ActorRef ref(List<String> words, int at) {
    return new ActorRef(words.get(at), words.get(at + 1));
  }

  boolean isAlive() {
    return alive;
  }

  /** Does a piece of work; false when there is nothing to do. */
  boolean step() {
    return scheduler.step();
  }

  /** Whether the storage has let the process die. */
  boolean isCrashed() {
    return driver.crashed();
  }

  /** The process ends as it is: nothing that it had begun goes on. */
  void die() {
    alive = false;
    engine.close();
  }

  /** The process ends in order. */
  void stop() {
    alive = false;
    runtime.close();
    engine.close();
  }
}
