package io.actjs.runtime;

import static io.actjs.runtime.FaultAtEveryStep.succeeds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Manifest;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.registry.PublishRequest;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Migrations, rollbacks and reminders, with every storage call failing or crashing in its turn. */
class VersionsCrashTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ActorRef FLOATING = new ActorRef("Floats", "f");
  private static final ActorRef STICKY = new ActorRef("Sticks", "s");
  private static final Version V1 = Version.parse("1.0.0");
  private static final Version V2 = Version.parse("2.0.0");
  private static final Manifest OLD = Manifest.of(Map.of("Floats", V1, "Sticks", V1));

  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class Tally extends Actor<any> {
        state: any = { added: [], migrations: 0 };
        @handler('add') add(item: string) { this.state.added.push(item); }
        @handler('later') later(item: string) {
          this.actjs.scheduleAt(this.actjs.now(), 'add', item);
        }
        @handler('get') get() { return this.state; }
      """;
  private static final String END = "}";
  private static final String MIGRATE =
      "migrate(s: any) { return { ...s, migrations: s.migrations + 1 }; } }";

  /** Compiled once, for every round's disk. */
  private static final List<PublishedClass> CLASSES = new ArrayList<>();

  @BeforeAll
  static void compile() {
    try (TestRuntime setup = TestRuntime.start(new MemoryDriver())) {
      publish(setup, "Floats", "1.0.0", SOURCE + END);
      publish(setup, "Floats", "2.0.0", SOURCE + MIGRATE);
      setup.publish("Sticks", "1.0.0", SOURCE + END);
      setup.publish("Sticks", "2.0.0", SOURCE + MIGRATE);
      for (String name : List.of("Floats", "Sticks")) {
        for (Version version : List.of(V1, V2)) {
          CLASSES.add(setup.runtime().registry().get(new ClassRef(name, version)));
        }
      }
    }
  }

  private static void publish(TestRuntime setup, String name, String version, String source) {
    PublishRequest request = PublishRequest.of(name, version, source).floats().unchecked();
    var unused = setup.runtime().registry().publish(request, "test");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void scenario71NothingIsLostOrDoneTwiceByAFaultAtAnyStorageCall(Fault fault) throws Exception {
    FaultAtEveryStep.run(fault, 15, Round::new);
  }

  private static final class Round implements FaultAtEveryStep.Round {
    private final List<String> acknowledged = new ArrayList<>();
    private final List<String> tried = new ArrayList<>();
    private boolean moved;
    private boolean movedBack;
    private boolean triedToMoveBack;

    @Override
    public void prepare(MemoryDriver disk) {
      CLASSES.forEach(published -> disk.registry().publish(published, List.of()));
      disk.registry().saveManifest(OLD, 0);
    }

    @Override
    public void drive(TestRuntime runtime) {
      send(runtime, FLOATING, "add", "old1", OLD);
      send(runtime, FLOATING, "later", "oldReminder", OLD);
      send(runtime, FLOATING, "add", "new1", null);
      send(runtime, FLOATING, "later", "newReminder", null);
      send(runtime, FLOATING, "add", "new2", null);
      send(runtime, STICKY, "later", "stickyReminder", OLD);
      Maintenance maintenance = runtime.runtime().maintenance();
      moved =
          succeeds(
              () ->
                  TestRuntime.get(maintenance.migrate(STICKY, V2, Principal.of("ops", List.of()))));
      if (moved) {
        triedToMoveBack = true;
        movedBack =
            succeeds(
                () ->
                    TestRuntime.get(
                        maintenance.rollback(STICKY, true, Principal.of("ops", List.of()))));
      }
    }

    private void send(TestRuntime runtime, ActorRef ref, String method, String item, Manifest pin) {
      tried.add(item);
      CallOptions options = CallOptions.pinned(pin);
      String args = '"' + item + '"';
      if (succeeds(() -> TestRuntime.get(runtime.runtime().call(ref, method, args, options)))) {
        acknowledged.add(item);
      }
    }

    @Override
    public void check(MemoryDriver disk, String where) throws Exception {
      try (TestRuntime runtime = TestRuntime.start(disk)) {
        Await.until(
            where + ": reminders and messages are handled", () -> FaultAtEveryStep.isDone(disk));
        JsonNode floating = state(runtime, FLOATING);
        JsonNode sticky = state(runtime, STICKY);
        List<String> added = new ArrayList<>();
        floating.path("added").forEach(item -> added.add(item.asText()));
        sticky.path("added").forEach(item -> added.add(item.asText()));
        for (String item : tried) {
          long count = added.stream().filter(item::equals).count();
          boolean dropped = item.equals("stickyReminder") && triedToMoveBack;
          assertTrue(count <= 1, where + ": twice " + item);
          if (acknowledged.contains(item) && !dropped) {
            assertEquals(1, count, where + ": lost " + item);
          }
        }
        // Created at version 2 it never migrates; moved there it does once.
        int migrations = floating.path("migrations").asInt();
        boolean createdOld = added.contains("old1");
        assertTrue(migrations == 1 || (migrations == 0 && !createdOld), where + ": " + floating);
        checkSticky(disk, sticky.path("migrations").asInt(), where);
      }
    }

    private void checkSticky(MemoryDriver disk, int migrations, String where) {
      var head = disk.head(STICKY);
      Version version = head == null ? V2 : head.version();
      if (movedBack) {
        assertEquals(V1, version, where);
      } else if (moved && !triedToMoveBack) {
        assertEquals(V2, version, where);
      }
      if (head != null) {
        assertTrue(version.equals(V1) ? migrations == 0 : migrations <= 1, where);
      }
    }

    private static JsonNode state(TestRuntime runtime, ActorRef ref) throws Exception {
      return JSON.readTree(runtime.call(ref, "get", "{}"));
    }
  }
}
