package io.actjs.runtime.host;

import static io.actjs.runtime.host.DrivenHosts.A;
import static io.actjs.runtime.host.DrivenHosts.OTHER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.TurnRecord;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.KeptOutcome;
import io.actjs.testkit.FaultyDriver.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever happens to hosts, in whatever order their worker, journal, gate and storage threads get
 * to run: every delivery has one outcome, what was acknowledged is stored, and a message has one
 * effect.
 */
class HostsProperties {
  private static final int EVENTS = 200;
  private static final List<ActorRef> ACTORS = List.of(A, new ActorRef("Counter", "b"), OTHER);
  private static final RuntimeLimits LIMITS =
      new RuntimeLimits(8, 10, 10, 60_000, 30_000, 5, 100, 60_000);

  /** A call that awaits for good, until it is given up. */
  private record Wait(Delivery call, KeptOutcome outcome) {}

  /** A random history; the end of it is calm. */
  private static final class History {
    final DrivenHosts world = new DrivenHosts(LIMITS);
    final List<KeptOutcome> outcomes = new ArrayList<>();
    final Map<ActorRef, List<KeptOutcome>> adds = new HashMap<>();
    private final List<Wait> waits = new ArrayList<>();
    private final Random random;
    private int version = 1;

    History(Random random) {
      this.random = random;
      ACTORS.forEach(ref -> adds.put(ref, new ArrayList<>()));
      for (int i = 0; i < EVENTS; i++) {
        event();
      }
      world.store.heal();
      waits.forEach(this::giveUp);
      for (int i = 0; i < 30; i++) {
        world.pass(10_000);
      }
    }

    private void event() {
      switch (random.nextInt(40)) {
        case 0, 1, 2, 3 -> call("add");
        case 4, 5 -> call("get");
        case 6, 7 -> call("tell");
        case 8, 9 -> call("ask");
        case 10 -> call("fail");
        case 11 -> query();
        case 12 -> giveUpAWait();
        case 13 -> call("wait");
        case 14 -> world.hosts.evictIdle();
        case 15 -> world.hosts.superseded(actor(), Long.MAX_VALUE);
        case 16 -> world.store.faults("commit", Fault.FAIL_BEFORE);
        case 17 -> world.store.faults("commit", Fault.FAIL_AFTER);
        case 23 -> world.store.faults("activate", Fault.FAIL_BEFORE);
        case 18, 19, 20 -> world.store.heal();
        case 21 -> world.tick(random.nextInt(2_000));
        case 22 -> rarely();
        default -> world.store.hand.step(random);
      }
    }

    private void rarely() {
      switch (random.nextInt(12)) {
        case 0 -> call("lose");
        case 1, 2, 3 -> {
          version++;
          world.store.registry.floating("Counter", version + ".0.0");
        }
        default -> world.run();
      }
    }

    private ActorRef actor() {
      return ACTORS.get(random.nextInt(ACTORS.size()));
    }

    private void call(String method) {
      ActorRef ref = actor();
      KeptOutcome outcome = new KeptOutcome();
      Delivery call = Delivery.of(Envelope.call(ref, method, "[]", Headers.NONE), null, outcome);
      if (method.equals("wait")) {
        waits.add(new Wait(call, outcome));
      } else {
        outcomes.add(outcome);
      }
      switch (method) {
        case "add", "tell", "ask" -> adds.get(ref).add(outcome);
        default -> {}
      }
      world.directory().deliver(call);
    }

    private void query() {
      outcomes.add(world.send(Envelope.query(actor(), Headers.NONE)));
    }

    private void giveUpAWait() {
      if (!waits.isEmpty()) {
        giveUp(waits.removeFirst());
      }
    }

    /** As a deadline does it. */
    private void giveUp(Wait wait) {
      wait.outcome.abandon();
      world.directory().abandon(wait.call);
    }

    List<TurnRecord> journal(ActorRef ref) {
      return world.store.memory.readJournal(ref, 1, 10_000);
    }
  }

  @Property(tries = 60)
  void everyDeliveryHasExactlyOneOutcome(@ForAll Random random) {
    History history = new History(random);
    List<Integer> counts = history.outcomes.stream().map(KeptOutcome::count).distinct().toList();
    assertEquals(List.of(1), counts);
  }

  @Property(tries = 60)
  void whatWasAcknowledgedIsStoredAndTheActorIsWhatItsTurnsSay(@ForAll Random random) {
    History history = new History(random);
    for (ActorRef ref : ACTORS) {
      long acknowledged = history.adds.get(ref).stream().filter(KeptOutcome::isAnswered).count();
      long changes = history.journal(ref).stream().filter(HostsProperties::counts).count();
      assertTrue(acknowledged <= changes, ref::toString);
      Answer answer = history.world.call(ref, "get").answer();
      assertEquals(Long.toString(changes), assertInstanceOf(Answer.Result.class, answer).json());
    }
  }

  private static boolean counts(TurnRecord turn) {
    return turn.change() instanceof Change.Patch(var json) && !json.equals("[]");
  }

  @Property(tries = 60)
  void everyStoredTellHasExactlyOneEffect(@ForAll Random random) {
    History history = new History(random);
    List<String> told =
        ACTORS.stream()
            .flatMap(ref -> history.journal(ref).stream())
            .flatMap(turn -> turn.outbox().stream())
            .map(InboxMessage::id)
            .sorted()
            .toList();
    List<String> consumed =
        history.journal(OTHER).stream()
            .filter(turn -> turn.consumed() != null)
            .map(TurnRecord::consumed)
            .sorted()
            .toList();
    assertEquals(told, consumed);
    assertEquals(List.of(), history.world.store.inbox(OTHER));
  }
}
