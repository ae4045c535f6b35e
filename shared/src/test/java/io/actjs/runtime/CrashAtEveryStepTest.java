package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The first promise, at every storage step: whatever call to the driver is the last one before the
 * process dies, or fails, what was acknowledged is there once, and what was not is there at most
 * once.
 */
class CrashAtEveryStepTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ActorRef ANN = new ActorRef("Bag", "ann");
  private static final ActorRef BOB = new ActorRef("Bag", "bob");

  /** Compiled once, for every round's disk. */
  private static PublishedClass bag;

  @BeforeAll
  static void compile() {
    try (TestRuntime setup = TestRuntime.start(new MemoryDriver())) {
      setup.publish("Bag", "1.0.0", Sources.BAG);
      bag = setup.runtime().registry().get(new ClassRef("Bag", Version.parse("1.0.0")));
    }
  }

  /** What the clients were told. */
  private static final class History {
    final List<String> addedToAnn = new ArrayList<>();
    final List<String> sentToBob = new ArrayList<>();
    final List<String> tried = new ArrayList<>();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void acknowledgedTurnsSurviveAFaultAtAnyStorageCall(Fault fault) throws Exception {
    FaultAtEveryStep.run(
        fault,
        10,
        () ->
            new FaultAtEveryStep.Round() {
              private final History history = new History();

              @Override
              public void prepare(MemoryDriver disk) {
                disk.registry().publish(bag, List.of());
              }

              @Override
              public void drive(TestRuntime runtime) {
                CrashAtEveryStepTest.drive(runtime, history);
              }

              @Override
              public void check(MemoryDriver disk, String where) throws Exception {
                CrashAtEveryStepTest.check(disk, history, where);
              }
            });
  }

  private static void drive(TestRuntime runtime, History history) {
    for (int i = 0; i < 3; i++) {
      String item = "a" + i;
      history.tried.add(item);
      if (FaultAtEveryStep.succeeds(
          () -> runtime.call(ANN, "add", "{\"item\":\"" + item + "\"}"))) {
        history.addedToAnn.add(item);
      }
      String sent = "s" + i;
      history.tried.add(sent);
      if (FaultAtEveryStep.succeeds(
          () -> runtime.call(ANN, "send", "{\"to\":\"bob\",\"item\":\"" + sent + "\"}"))) {
        history.addedToAnn.add(sent);
        history.sentToBob.add(sent);
      }
      String told = "t" + i;
      history.tried.add(told);
      if (FaultAtEveryStep.succeeds(
          () -> runtime.tell(BOB, "add", "{\"item\":\"" + told + "\"}"))) {
        history.sentToBob.add(told);
      }
    }
  }

  /**
   * Restarts over what is on disk, lets the inbox run dry, and compares with what was acknowledged.
   */
  private static void check(MemoryDriver disk, History history, String where) throws Exception {
    try (TestRuntime runtime = TestRuntime.start(disk)) {
      Await.until(where + ": nothing is due", () -> FaultAtEveryStep.isDone(disk));
      List<String> ann = items(runtime, ANN);
      List<String> bob = items(runtime, BOB);
      history.addedToAnn.forEach(item -> assertEquals(1, count(ann, item), where + ": " + item));
      history.sentToBob.forEach(item -> assertEquals(1, count(bob, item), where + ": " + item));
      for (String item : history.tried) {
        assertTrue(count(ann, item) <= 1 && count(bob, item) <= 1, where + ": twice " + item);
        if (item.startsWith("s")) {
          assertEquals(count(ann, item), count(bob, item), where + ": half done " + item);
        }
      }
    }
  }

  private static List<String> items(TestRuntime runtime, ActorRef ref) throws Exception {
    JsonNode items = JSON.readTree(runtime.call(ref, "items", "{}"));
    List<String> list = new ArrayList<>();
    items.forEach(item -> list.add(item.asText()));
    return list;
  }

  private static long count(List<String> items, String item) {
    return items.stream().filter(item::equals).count();
  }
}
