package io.actjs.storage.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Servers whose batches cross: the same actors in opposite orders, at the same moment. The order in
 * which a statement locks rows is the planner's choice within the settings of {@link Sql}, so it is
 * looked at where the planner knows nothing of the tables, and where it knows them to be large.
 */
final class PostgresLockOrderTest {
  private static final int ROUNDS = 150;
  private static final int ACTORS = 96;
  private static final int STORED = 50_000;

  private static final String OTHER_BACKENDS =
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND backend_type = 'client backend'
      """;

  private static final String DEADLOCKS =
      "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";

  private final PostgresUrl url = TestServer.newDatabase();

  @Test
  void batchesThatCrossDoNotDeadlockInTablesThatWereNeverAnalysed() throws Exception {
    prepare("ALTER TABLE actor SET (autovacuum_enabled = off)");
    List<ActorRef> actors = actors(1);
    try (PostgresDriver driver = PostgresDriver.open(url, PostgresOptions.DEFAULT)) {
      driver.commit(batch(actors, 1, false));
    }
    cross(actors);
  }

  @Test
  void batchesThatCrossDoNotDeadlockAmongManyActors() throws Exception {
    prepare(
        """
        INSERT INTO actor (class, id, version, seq, epoch, fence)
        SELECT 'Counter', 'a' || number, '1.0.0', 1, 1, 1
        FROM generate_series(1, %d) AS number ORDER BY md5(number::text)
        """
            .formatted(STORED),
        "ANALYZE");
    cross(actors(STORED / ACTORS));
  }

  /** Makes the tables, and runs the statements in them. */
  private void prepare(String... statements) throws SQLException {
    PostgresDriver.open(url, PostgresOptions.DEFAULT).close();
    try (Connection connection = TestServer.connect(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** In no order that a table or an index has. */
  private static List<ActorRef> actors(int apart) {
    List<ActorRef> actors = new ArrayList<>();
    for (int i = 0; i < ACTORS; i++) {
      int scattered = 1 + (i * 37) % ACTORS;
      actors.add(Records.actor("a" + scattered * apart));
    }
    return actors;
  }

  /**
   * @param telling whether each turn sends a message to the next actor, which takes the batch
   *     through the locks of {@code CommitReads} in place of {@code PlainTurns}
   */
  private static List<JournalEntry> batch(List<ActorRef> actors, long seq, boolean telling) {
    List<JournalEntry> batch = new ArrayList<>();
    for (int i = 0; i < actors.size(); i++) {
      ActorRef next = actors.get((i + 1) % actors.size());
      List<InboxMessage> outbox = telling ? List.of(Records.message("m" + seq, next)) : List.of();
      TurnRecord turn = Records.turn(actors.get(i), seq, 1, outbox, null);
      batch.add(turn);
    }
    return batch;
  }

  private void cross(List<ActorRef> actors) throws Exception {
    try (PostgresDriver one = PostgresDriver.open(url, PostgresOptions.DEFAULT);
        PostgresDriver two = PostgresDriver.open(url, PostgresOptions.DEFAULT);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      CyclicBarrier together = new CyclicBarrier(2);
      Future<List<List<CommitResult>>> there = threads.submit(() -> commit(one, actors, together));
      Future<List<List<CommitResult>>> back =
          threads.submit(() -> commit(two, actors.reversed(), together));
      for (int round = 0; round < ROUNDS; round++) {
        List<CommitResult> backwards = back.get().get(round).reversed();
        for (int i = 0; i < ACTORS; i++) {
          assertEquals(
              Set.of(CommitResult.COMMITTED, CommitResult.CONFLICT),
              Set.of(there.get().get(round).get(i), backwards.get(i)),
              "one of them has the turn of round " + round);
        }
      }
    }
    assertEquals(0, deadlocks());
  }

  /** Commits each actor's next turn in each round, while the other server does the same. */
  private static List<List<CommitResult>> commit(
      PostgresDriver driver, List<ActorRef> actors, CyclicBarrier together) throws Exception {
    List<List<CommitResult>> results = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<JournalEntry> batch = batch(actors, 2 + round, round % 3 == 2);
      together.await(1, TimeUnit.MINUTES);
      results.add(driver.commit(batch));
    }
    return results;
  }

  /** In the test's database; a backend tells at the latest when it ends. */
  private long deadlocks() throws Exception {
    try (Connection connection = TestServer.connect(url);
        Statement statement = connection.createStatement()) {
      while (number(statement, OTHER_BACKENDS) > 0) {
        statement.execute("SELECT pg_sleep(0.05)");
      }
      return number(statement, DEADLOCKS);
    }
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
