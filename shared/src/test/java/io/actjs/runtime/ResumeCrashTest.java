package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.Position;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.runtime.subscription.Step;
import io.actjs.runtime.subscription.Subscriber;
import io.actjs.runtime.subscription.Subscription;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.TestRuntime;
import io.actjs.wire.JsonPatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever call to the driver is the last one before the process dies, or fails: subscribers that
 * come back with what they were told last see every change once, in order.
 */
class ResumeCrashTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ActorRef BAG = new ActorRef("Bag", "ann");
  private static final ActorRef ACCOUNT = new ActorRef("Account", "ann");

  /** Compiled once, for every round's disk. */
  private static PublishedClass bag;

  private static PublishedClass account;

  @BeforeAll
  static void compile() {
    try (TestRuntime setup = TestRuntime.start(new MemoryDriver())) {
      setup.publish("Bag", "1.0.0", Sources.BAG).publish("Account", "1.0.0", Sources.ACCOUNT);
      Version version = Version.parse("1.0.0");
      bag = setup.runtime().registry().get(new ClassRef("Bag", version));
      account = setup.runtime().registry().get(new ClassRef("Account", version));
    }
  }

  /** Keeps a state by snapshot and changes, and what it saw change, across connections. */
  private static final class Follower implements Subscriber {
    private @Nullable JsonNode items;
    private @Nullable Position at;
    private @Nullable Subscription subscription;
    private int snapshots;
    private final List<String> faults = new ArrayList<>();

    synchronized void connect(TestRuntime runtime, ActorRef ref) {
      try {
        subscription =
            TestRuntime.get(runtime.runtime().subscribe(ref, at, this, CallOptions.DEFAULT));
      } catch (ActjsException e) {
        subscription = null;
      }
    }

    boolean isConnected() {
      return subscription != null;
    }

    void leave() {
      if (subscription != null) {
        subscription.close();
        subscription = null;
      }
    }

    @Override
    public void snapshot(Position now, String state) {
      snapshots++;
      JsonNode whole = parse(state);
      items = whole.has("items") ? whole : whole.get("log");
      at = now;
    }

    @Override
    public void change(Step step) {
      if (at == null || step.prevSeq() != at.seq()) {
        faults.add(step + " after " + at);
      } else if (step.kind() == ClassKind.EVENTS) {
        ArrayNode log = (ArrayNode) items;
        parse(step.json()).forEach(event -> log.add("+" + event.get("amount").asText()));
      } else {
        items = JsonPatch.apply(parse(step.json()), items);
      }
      at = step.at();
    }

    @Override
    public void ended(ActjsException reason) {
      faults.add("ended: " + reason);
    }

    @Override
    public void tombstone(long prevSeq, long seq) {
      faults.add("deleted");
    }
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void subscribersThatComeBackSeeEveryChangeOnceInOrder(Fault fault) throws Exception {
    FaultAtEveryStep.run(fault, 10, Round::new);
  }

  private static final class Round implements FaultAtEveryStep.Round {
    private final Follower ofBag = new Follower();
    private final Follower ofAccount = new Follower();
    private int number;

    @Override
    public void prepare(MemoryDriver disk) {
      disk.registry().publish(bag, List.of());
      disk.registry().publish(account, List.of());
    }

    @Override
    public void drive(TestRuntime runtime) {
      for (int i = 0; i < 3; i++) {
        change(runtime);
        // One leaves and comes back while the other stays.
        ofBag.leave();
        change(runtime);
        ofBag.connect(runtime, BAG);
        if (!ofAccount.isConnected()) {
          ofAccount.connect(runtime, ACCOUNT);
        }
      }
    }

    /** What an actor would be of which nothing is stored yet is shown too. */
    private static boolean isDurable(MemoryDriver disk, ActorRef ref, @Nullable Position at) {
      return at != null
          && disk.readJournal(ref, at.seq(), 1).stream()
              .anyMatch(turn -> Position.of(turn).equals(at));
    }

    private void change(TestRuntime runtime) {
      int next = ++number;
      attempt(() -> runtime.call(BAG, "add", "{\"item\":\"" + next + "\"}"));
      attempt(() -> runtime.call(ACCOUNT, "deposit", "{\"amount\":" + next + "}"));
    }

    private static void attempt(Runnable call) {
      var unused = FaultAtEveryStep.succeeds(call);
    }

    @Override
    public void check(MemoryDriver disk, String where) throws Exception {
      try (TestRuntime runtime = TestRuntime.start(disk)) {
        boolean bagSeen = isDurable(disk, BAG, ofBag.at);
        boolean accountSeen = isDurable(disk, ACCOUNT, ofAccount.at);
        int bagSnapshots = ofBag.snapshots;
        int accountSnapshots = ofAccount.snapshots;
        ofBag.connect(runtime, BAG);
        ofAccount.connect(runtime, ACCOUNT);
        assertTrue(ofBag.isConnected() && ofAccount.isConnected(), where);
        // What was seen was durable, so nothing but the changes since then is needed.
        assertEquals(bagSnapshots + (bagSeen ? 0 : 1), ofBag.snapshots, where);
        assertEquals(accountSnapshots + (accountSeen ? 0 : 1), ofAccount.snapshots, where);
        change(runtime);
        assertEquals(List.of(), ofBag.faults, where);
        assertEquals(List.of(), ofAccount.faults, where);
        assertEquals(parse(runtime.read(BAG).state()), ofBag.items, where);
        assertEquals(parse(runtime.read(ACCOUNT).state()).get("log"), ofAccount.items, where);
      }
    }
  }
}
