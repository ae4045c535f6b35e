package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.registry.PublishRequest;
import io.actjs.registry.migration.MigrationPlan.Reason;
import io.actjs.runtime.loading.MigrationPreview;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cases Money1 and Money2: five euros are five hundred cents, after any number of releases. */
class MigrateOnceTest {
  private static final ActorRef ANN = new ActorRef("Money", "ann");
  private static final ActorRef BEN = new ActorRef("Money", "ben");
  private static final String HEAD = "import { Actor, EventSourced, handler } from 'actjs';\n";
  private static final String FIRST =
      HEAD
          + "export class Money extends Actor<any> { state: any = { eur: 5 };"
          + " @handler('get') get() { return this.state; } }";

  private final MemoryDriver disk = new MemoryDriver();
  private TestRuntime runtime;

  @BeforeEach
  void start() {
    runtime = TestRuntime.start(disk);
    publish("1.0.0", FIRST);
    // A call that changes nothing stores no actor; a message does.
    var unused = runtime.tell(ANN, "get", "{}");
    Await.until("the actor is stored", () -> disk.head(ANN) != null);
    assertEquals("{\"eur\":5}", get(ANN));
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private static String second(String more) {
    return HEAD
        + "export class Money extends Actor<any> { state: any = { amount: 0 }; "
        + more
        + " migrate(old: any, _from: string) { return { amount: (old.eur ?? old.amount) * 100 }; }"
        + " @handler('get') get() { return this.state; } }";
  }

  private void publish(String version, String source) {
    PublishRequest request = PublishRequest.of("Money", version, source).unchecked();
    var unused = runtime.runtime().registry().publishDraft(request, "test");
  }

  private void publishFloating(String version, String source) {
    PublishRequest request = PublishRequest.of("Money", version, source).unchecked().floats();
    var unused = runtime.runtime().registry().publishDraft(request, "test");
  }

  private String get(ActorRef ref) {
    return TestRuntime.get(runtime.runtime().call(ref, "get", "{}", CallOptions.DEFAULT));
  }

  private void migrate(ActorRef ref, String version) {
    var unused =
        TestRuntime.get(
            runtime
                .runtime()
                .maintenance()
                .migrate(ref, Version.parse(version), Principal.of("ops", List.of())));
  }

  @Test
  void fault16_aStepWhoseRangeDoesNotMatchPassesTheStateOn() {
    publish("2.0.0", second(""));
    publish("2.0.1", second("static migrateFrom = '<2.0.0';"));
    assertEquals("{\"eur\":5}", get(ANN));
    migrate(ANN, "2.0.0");
    assertEquals("{\"amount\":500}", get(ANN));
    migrate(ANN, "2.0.1");
    assertEquals("{\"amount\":500}", get(ANN));
    TestRuntime.get(
        runtime.runtime().maintenance().rollback(ANN, false, Principal.of("ops", List.of())));
    assertEquals("2.0.0", disk.head(ANN).version().toString());
    assertEquals("{\"amount\":500}", get(ANN));
  }

  @Test
  void fault16_theWholeChainRunsTheMigrationOnce() {
    publish("2.0.0", second(""));
    publish("2.0.1", second("static migrateFrom = '<2.0.0';"));
    migrate(ANN, "2.0.1");
    assertEquals("{\"amount\":500}", get(ANN));
    assertEquals("{\"eur\":5}", disk.retained(ANN).state());
  }

  @Test
  void fault16_twinsThatAStoreHoldsAlreadyRunOnce() {
    publish("2.0.0", second(""));
    migrate(ANN, "2.0.0");
    publish("2.0.1", second(""));
    publishFloating("2.0.2", second("@handler('x') x() {}"));
    assertEquals("{\"amount\":500}", get(ANN));
    assertEquals("2.0.2", disk.head(ANN).version().toString());
    runtime.close();
    runtime = TestRuntime.start(disk);
    assertEquals("{\"amount\":500}", get(ANN));
  }

  @Test
  void fault16_aFloatingActorWalksThroughTwinsOnce() {
    publishFloating("2.0.0", second(""));
    publishFloating("2.0.1", second(""));
    assertEquals("{\"amount\":500}", get(ANN));
    assertEquals("{\"amount\":0}", get(BEN), "a new one begins there");
  }

  @Test
  void fault16_aPreviewShowsTheChain() {
    publish("2.0.0", second(""));
    publish("2.0.1", second(""));
    publish("2.1.0", second("static migrateFrom = '<2.0.0';"));
    publish("3.0.0", FIRST.replace("eur", "amount"));
    MigrationPreview preview = runtime.runtime().maintenance().preview(ANN, Version.parse("3.0.0"));
    assertEquals(
        List.of(Reason.APPLIES, Reason.REPEATED, Reason.OUT_OF_RANGE, Reason.ABSENT),
        preview.chain().stream().map(stage -> stage.step().migrate().reason()).toList());
    String cents = "{\"amount\":500}";
    assertEquals(
        List.of(cents, cents, cents, cents),
        preview.chain().stream().map(MigrationPreview.Stage::state).toList());
    assertEquals("{\"eur\":5}", preview.before());
    assertEquals(cents, preview.after());
    assertTrue(preview.pure());
    assertEquals(
        "2.0.1 is not in migrateFrom '<2.0.0'", preview.chain().get(2).step().migrate().text());
  }
}
