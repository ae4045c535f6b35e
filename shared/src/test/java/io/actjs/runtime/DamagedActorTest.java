package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ProblemCode;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import io.actjs.testkit.TestRuntime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers of an actor meet whose stored state is damaged. */
final class DamagedActorTest {
  private static final ActorRef ANN = new ActorRef("Counter", "ann");
  private static final ActorRef BOB = new ActorRef("Counter", "bob");
  private static final int CALLS = 5;

  private static final String COUNTER =
      """
      import { Actor, handler } from 'actjs';
      export class Counter extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('add') add() { return ++this.state.n; }
      }
      """;

  @TempDir Path dataDir;

  @BeforeEach
  void callBoth() {
    try (TestRuntime runtime = TestRuntime.start(open())) {
      runtime.publish("Counter", "1.0.0", COUNTER);
      for (int i = 0; i < CALLS; i++) {
        runtime.call(ANN, "add", "{}");
        runtime.call(BOB, "add", "{}");
      }
    }
  }

  private SqliteDriver open() {
    return SqliteDriver.open(dataDir, SqliteOptions.DEFAULT);
  }

  /** Saves a snapshot of the last turn, which one bit is then changed of. */
  private void damageSnapshot(boolean dropTurns) throws SQLException {
    try (StorageDriver store = open()) {
      ActorHead head = Objects.requireNonNull(store.head(ANN));
      store.saveSnapshot(
          new ActorSnapshot(ANN, head.seq(), head.version(), "{\"n\":" + CALLS + "}"));
      if (dropTurns) {
        assertTrue(store.compact(ANN, head.seq() - 1) > 0);
      }
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve(SqliteDriver.FILE));
        Statement statement = connection.createStatement()) {
      assertEquals(
          1,
          statement.executeUpdate(
              "UPDATE actor_snapshot SET state = CAST('{\"n\":4}' AS BLOB) WHERE id = 'ann'"));
    }
  }

  @Test
  void fault32_aDamagedSnapshotIsATypedErrorOfItsActorAlone() throws Exception {
    damageSnapshot(true);
    try (TestRuntime runtime = TestRuntime.start(open())) {
      ActjsException refused =
          assertThrows(ActjsException.class, () -> runtime.call(ANN, "add", "{}"));
      assertEquals(ProblemCode.StoreDamaged, refused.code(), refused::detail);
      assertTrue(refused.detail().contains("the snapshot of Counter/ann"), refused.detail());
      assertTrue(refused.detail().contains("restore the store from a backup"), refused.detail());
      assertEquals("6", runtime.call(BOB, "add", "{}"));
    }
  }

  @Test
  void fault32_aDamagedSnapshotIsNoLossWhileTheTurnsAreThere() throws Exception {
    damageSnapshot(false);
    try (TestRuntime runtime = TestRuntime.start(open())) {
      assertEquals("6", runtime.call(ANN, "add", "{}"));
    }
  }
}
