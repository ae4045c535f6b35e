package io.actjs.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A migration runs once for a change of shape, whatever releases follow. */
class MigrationOnceTest {
  private static TestRuntime runtime;
  private static int classes;

  private static final String CENTS =
      "migrate(old: any, _from: string) { return { amount: (old.eur ?? old.amount) * 100 }; }";
  private static final String OTHER = "migrate(old: any) { return { cents: old.amount }; }";

  private final String name = "Money" + ++classes;

  @BeforeAll
  static void start() {
    runtime = TestRuntime.start(new MemoryDriver());
  }

  @AfterAll
  static void stop() {
    runtime.close();
  }

  private static ClassRegistry registry() {
    return runtime.runtime().registry();
  }

  private PublishRequest request(String version, String members) {
    String body =
        members.startsWith("import")
            ? members.replace("NAME", name).substring("import".length())
            : "export class %s extends Actor<any> { state: any = { eur: 5 }; %s }"
                .formatted(name, members);
    String source = "import { Actor, EventSourced, handler } from 'actjs';\n" + body;
    return PublishRequest.of(name, version, source).unchecked();
  }

  private void publish(String version, String members) {
    var unused = registry().publish(request(version, members), "test");
  }

  private ActjsException refused(String version, String members) {
    ActjsException dry =
        assertThrows(ActjsException.class, () -> registry().dryRun(request(version, members)));
    ActjsException e =
        assertThrows(
            ActjsException.class, () -> registry().publish(request(version, members), "test"));
    assertEquals(e.detail(), dry.detail());
    return e;
  }

  private void repeated(String version, String members, String advice) {
    ActjsException e = refused(version, members);
    assertEquals(ProblemCode.MigrationRepeated, e.code(), e.detail());
    assertTrue(e.detail().contains("migrateFrom = '" + advice + "'"), e.detail());
    assertTrue(e.detail().contains("or remove migrate"), e.detail());
  }

  private String plan(String... versions) {
    List<ClassRef> path = new ArrayList<>();
    for (String version : versions) {
      path.add(new ClassRef(name, Version.parse(version)));
    }
    return String.join(
        " ",
        registry().plan(path).steps().stream()
            .map(step -> step.ref().version() + ":" + step.migrate().reason())
            .toList());
  }

  @Test
  void fault16_aReleaseWithTheMigrateOfTheOneBeforeIsRefused() {
    publish("1.0.0", "");
    publish("2.0.0", CENTS);
    repeated("2.0.1", CENTS, "<2.0.0");
    publish("2.0.1", "static migrateFrom = '<2.0.0'; " + CENTS);
    repeated("2.0.2", CENTS, "<2.0.0");
    publish("2.0.2", "");
    repeated("2.0.3", CENTS, "<2.0.0");
    publish("2.1.0", "migrate(old: any) { return { amount: old.amount, currency: 'EUR' }; }");
    publish("3.0.0", CENTS);
    assertEquals(
        "2.0.0:APPLIES 2.0.1:OUT_OF_RANGE 2.0.2:ABSENT", plan("1.0.0", "2.0.0", "2.0.1", "2.0.2"));
    assertEquals("2.0.1:APPLIES", plan("1.0.0", "2.0.1"));
  }

  @Test
  void fault16_commentsFormAndTheClassAroundItDoNotMakeAnotherMigration() {
    publish("1.0.0", "");
    publish("2.0.0", CENTS);
    repeated(
        "2.0.1",
        """
        @handler('more') more() { return 1; }
        // The price was in euros once.
        migrate(old: { eur?: number; amount?: number },
                _from: string): any {
          /* in cents */
          return { amount: (old.eur ?? old.amount) * 100, };
        }
        """,
        "<2.0.0");
  }

  @Test
  void fault16_aMigrateMayBeInheritedOrAField() {
    publish("1.0.0", "");
    String inherited =
        "importabstract class Base extends Actor<any> { migrate(old: any) { return { n: old.eur }; } }\n"
            + "export class NAME extends Base { state: any = { n: 0 }; %s }";
    publish("2.0.0", inherited.formatted(""));
    repeated("2.0.1", inherited.formatted("@handler('x') x() {}"), "<2.0.0");
    publish("3.0.0", "migrate = (old: any) => ({ m: old.n });");
    repeated("3.0.1", "migrate = (old: any) => ({ m: old.n });", "<3.0.0");
  }

  @Test
  void fault16_prereleasesCount() {
    publish("1.0.0", "");
    publish("2.0.0-rc.1", CENTS);
    repeated("2.0.0", CENTS, "<2.0.0-rc.1");
    publish("2.0.0", "static migrateFrom = '<2.0.0-rc.1'; " + CENTS);
    assertEquals("2.0.0:OUT_OF_RANGE", plan("2.0.0-rc.1", "2.0.0"));
    assertEquals("2.0.0:APPLIES", plan("1.0.0", "2.0.0"));
  }

  @Test
  void fault16_aPrereleaseIsInTheRangeOfItsRelease() {
    publish("1.5.0-beta.1", "");
    publish("2.0.0-rc.1", "static migrateFrom = '<2.0.0'; " + CENTS);
    publish("2.0.0", "static migrateFrom = '<2.0.0'; " + CENTS);
    assertEquals("2.0.0:APPLIES", plan("1.5.0-beta.1", "2.0.0"));
    assertEquals("2.0.0:OUT_OF_RANGE", plan("2.0.0-rc.1", "2.0.0"));
  }

  @Test
  void fault16_aRangeThatIsNoneIsRefused() {
    publish("1.0.0", "");
    for (String range : new String[] {"'two'", "2", "null", "{}"}) {
      ActjsException e = refused("2.0.0", "static migrateFrom: any = " + range + "; " + CENTS);
      assertEquals(ProblemCode.ClassInvalid, e.code());
      assertTrue(e.detail().contains("'<2.0.0'"), e.detail());
    }
  }

  @Test
  void fault16_eventsHaveTheSameRule() {
    String account =
        "importimport { EventSourced } from 'actjs';\nexport class NAME extends EventSourced<any, any> {"
            + " initialState() { return { n: 0 }; } reduce(s: any, e: any) { s.n += e.by; } %s }";
    String event = "migrateEvent(e: any) { return { ...e, by: e.by * 100 }; }";
    publish("1.0.0", account.formatted(""));
    publish("2.0.0", account.formatted(event));
    ActjsException e = refused("2.0.1", account.formatted(event));
    assertEquals(ProblemCode.MigrationRepeated, e.code());
    assertTrue(e.detail().contains("migrateEvent"), e.detail());
    publish("2.0.1", account.formatted("static migrateFrom = '<2.0.0'; " + event));
  }

  @Test
  void fault16_twinsThatWerePublishedBeforeRunOnce() {
    publish("1.0.0", "");
    publish("2.0.0", CENTS);
    twin("2.0.1", CENTS);
    twin("2.0.2", "");
    twin("2.0.3", CENTS);
    assertEquals(
        "2.0.0:APPLIES 2.0.1:REPEATED 2.0.2:ABSENT 2.0.3:REPEATED",
        plan("1.0.0", "2.0.0", "2.0.1", "2.0.2", "2.0.3"));
    assertEquals("2.0.3:REPEATED", plan("2.0.2", "2.0.3"));
    assertEquals("2.0.1:APPLIES", plan("1.0.0", "2.0.1"), "the first one is out of the way");
    publish("3.0.0", OTHER);
    twin("4.0.0", CENTS);
    assertEquals("4.0.0:APPLIES", plan("3.0.0", "4.0.0"), "another one lies between");
  }

  /** As it could be published before. */
  private void twin(String version, String members) {
    var unused = registry().publishDraft(request(version, members), "test");
  }
}
