package io.actjs.simulation;

import static io.actjs.simulation.Violation.require;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.TurnRecord;
import java.util.List;

/** The last part of a life, in which nothing goes wrong and all that was promised happens. */
final class Ending {
  /** For everything to become quiet. */
  private static final long SETTLING_MS = 900_000;

  /** Of each watched actor, so that all who watch it come to see it. */
  private static final int CHANGES = 4;

  /** More than a ledger gives a turn that nobody waits for, which is more than it may doze. */
  private static final long LONGEST_TURN_MS = 12_000;

  /** Twentieths of a second, in which a crowded server looks at least once for who may leave. */
  private static final int CROWDED_STEPS = 6;

  /** Half seconds. */
  private static final int QUIET_STEPS = 20;

  private final Simulation world;
  private final Client client;
  private final Workload workload;

  Ending(Simulation world, Client client, Workload workload) {
    this.world = world;
    this.client = client;
    this.workload = workload;
  }

  void check() {
    settle();
    finish();
  }

  /** Nothing goes wrong any more, and everything that was promised happens. */
  private void settle() {
    world.weather.clear();
    world.disk.away(false);
    while (world.disk.land()) {
      world.check();
    }
    if (world.rivals() > 0) {
      // What one of several has left behind, only the next to start looks for.
      Node last = world.start();
      for (Node node : List.copyOf(world.nodes())) {
        if (node != last) {
          world.bury(node);
        }
      }
    }
    if (world.limits.activeActors() < world.model.actors().size()) {
      // Whom somebody watches, stays; and others have to come in.
      workload.stopWatching();
    }
    becomeQuiet();
  }

  private void becomeQuiet() {
    long end = world.clock.nowMs() + SETTLING_MS;
    while (world.model.messages.open() != null || !client.waiting().isEmpty()) {
      require(
          world.clock.nowMs() < end,
          "still open: %s, %s",
          world.model.messages.open(),
          client.waiting());
      drain();
      world.advance(20 + world.random.nextInt(500));
    }
    drain();
  }

  /** Lets the last node do all that it can do without time. */
  private void drain() {
    Node node = world.nodes().getFirst();
    while (node.step()) {
      world.countStep();
      world.check();
    }
    world.model.waits.requireNoCircle(node.number);
  }

  private void finish() {
    // Who dozes is given up first.
    world.advance(LONGEST_TURN_MS);
    drain();
    if (world.rivals() == 0) {
      // Whose snapshot did not come, for a full mailbox maybe, asks for it with the next change.
      for (int i = 0; i < CHANGES; i++) {
        workload.touchWatched(world.nodes().getFirst());
        becomeQuiet();
      }
      workload.requireComplete();
    }
    require(world.disk.memory.actorsWithInbox(null, 1).isEmpty(), "the stored inbox is not empty");
    if (world.random.nextBoolean()) {
      world.bury(world.nodes().getFirst());
    }
    world.trace.add("the end");
    for (ActorRef ref : List.copyOf(world.model.actors())) {
      requireStored(ref);
      makeRoom();
      client.requireState(world.nodes().getFirst(), ref);
      becomeQuiet();
    }
    for (BoardModel board : List.copyOf(world.model.boards())) {
      client.read(world.nodes().getFirst(), board);
      becomeQuiet();
    }
    requireQuiet();
  }

  /** Lets idle actors leave that crowd the memory. */
  private void makeRoom() {
    for (int i = 0; i < CROWDED_STEPS; i++) {
      world.advance(50);
      drain();
    }
  }

  /** When all is done, nobody does it again. */
  private void requireQuiet() {
    idle();
    long before = world.disk.writes();
    idle();
    require(world.disk.writes() == before, "there is nothing to do, and it is done all the time");
  }

  private void idle() {
    for (int i = 0; i < QUIET_STEPS; i++) {
      world.advance(500);
      drain();
    }
  }

  /** Storage tells of the actor what the model does. */
  private void requireStored(ActorRef ref) {
    ActorModel actor = world.model.of(ref);
    ActorHead head = world.disk.memory.head(ref);
    require((head == null ? 0 : head.seq()) == actor.seq(), "%s is stored as %s", ref, head);
    List<TurnRecord> turns = world.disk.memory.readJournal(ref, 1, Integer.MAX_VALUE);
    int from = turns.isEmpty() ? (int) actor.seq() : (int) turns.getFirst().seq() - 1;
    require(
        turns.equals(actor.turns().subList(from, (int) actor.seq())),
        "the journal of %s is not what was stored",
        ref);
  }
}
