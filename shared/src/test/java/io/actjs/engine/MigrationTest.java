package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationTest {
  private static final String PLAIN = "return class Thing extends Actor {};";

  private final KernelStage stage =
      new KernelStage(new EngineLimits(500, 64L << 20, 1 << 20, 1 << 20, 1_000, 20));

  @AfterEach
  void close() {
    stage.close();
  }

  private Migration.Migrated migrate(List<String> bodies, String base, String... turns) {
    List<Integer> keys = bodies.stream().map(stage::load).toList();
    return stage.isolate.migrate(new Migration(keys, base, List.of(turns)));
  }

  private ActjsException failed(String migrate) {
    String body = "return class Thing extends Actor { " + migrate + " };";
    ActjsException e =
        assertThrows(ActjsException.class, () -> migrate(List.of(PLAIN, body), "{\"n\":1}"));
    assertEquals(ProblemCode.MigrationFailed, e.code());
    return e;
  }

  @Test
  void stateWalksThroughEveryVersion() {
    String second =
        "return class Thing extends Actor { migrate(s, v) { s.log.push('2 ' + v); return s; } };";
    String third =
        "return class Thing extends Actor { migrate(s, v) { return { log: [...s.log, '3 ' + v] }; } };";
    Migration.Migrated migrated =
        migrate(
            List.of(PLAIN, second, PLAIN, third),
            "{\"log\":[]}",
            "[{\"op\":\"add\",\"path\":\"/log/-\",\"value\":\"1\"}]");

    assertEquals("{\"log\":[\"1\"]}", migrated.before());
    assertEquals("{\"log\":[\"1\",\"2 1.2.3\",\"3 1.2.3\"]}", migrated.after());
  }

  @Test
  void scenario67WithoutMigrateTheStateStays() {
    assertEquals("{\"n\":7}", migrate(List.of(PLAIN, PLAIN), "{\"n\":7}").after());
  }

  @Test
  void scenario66EventsArePassedThroughMigrateEvent() {
    String first =
        """
        return class Thing extends EventSourced {
          initialState() { return { sum: 0 }; }
          reduce(state, event) { state.sum += event.by; }
        };
        """;
    String second =
        """
        return class Thing extends EventSourced {
          initialState() { return { total: 0 }; }
          reduce(state, event) { state.total += event.amount; }
          migrate(prev) { return { total: prev.sum }; }
          migrateEvent(event, version) { return { type: event.type, amount: event.by }; }
        };
        """;
    Migration.Migrated migrated =
        migrate(
            List.of(first, second),
            "{\"sum\":10}",
            "[{\"type\":\"a\",\"by\":25}]",
            "[{\"type\":\"a\",\"by\":5},{\"type\":\"a\",\"by\":7}]");
    assertEquals("{\"sum\":47}", migrated.before());
    assertEquals("{\"total\":47}", migrated.after());

    Migration.Migrated whole =
        migrate(List.of(first, second), null, "[{\"type\":\"a\",\"by\":25}]");
    assertEquals("{\"total\":25}", whole.after());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          migrate() { throw new Error('no way'); }          | no way
          migrate() { return () => 1; }                     | is a function
          migrate() { }                                     | returns the new state
          migrate() { return { at: new Date(0) }; }         | is a Date
          async migrate(s) { return s; }                    | async
          migrate(s) { return { at: Date.now() }; }         | migrate
          migrate(s) { return { at: Math.random() }; }      | migrate
          migrate(s) { return this.state; }                 | migrate
          migrate(s) { this.actjs.log.info('x'); return s; }| turn
          migrate(s) { for (;;) { } }                       | CPU time
          migrate() { try { Math.random() } catch (e) { try { delete e.code } catch { } throw e } } | migrate
          migrate() { try { Math.random() } catch (e) { e.message = { length: 1 }; throw e } } | object
          migrate() { throw { code: 1, toString: null } }   | code
          migrate(s) { return 'x'.repeat(2 << 20); }        | limit
          """)
  void aMigrationThatDoesWrongFails(String source, String message) {
    ActjsException e = failed(source);
    assertTrue(e.detail().contains(message), e.detail());

    assertEquals("{}", migrate(List.of(PLAIN, PLAIN), "{}").after(), "the isolate goes on");
  }

  @Test
  void aFailureNamesTheVersionWhoseCodeFailed() {
    assertTrue(failed("migrate() { null.x; }").detail().contains("1.2.3"));
  }
}
