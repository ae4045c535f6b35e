package io.actjs.storage.postgres;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.CommitResult;
import io.actjs.testservers.PostgresProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is there and cannot do what it is asked for, until it can again. */
final class PassingTroubleTest {
  private static final PostgresOptions OPTIONS =
      PostgresOptions.DEFAULT.withConnectTimeout(Duration.ofSeconds(1));

  private final PostgresUrl url = TestServer.emptyDatabase();
  private final String name = url.jdbc().substring(url.jdbc().lastIndexOf('/') + 1);

  private static void execute(PostgresUrl where, String sql) throws SQLException {
    try (Connection connection = TestServer.connect(where);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A commit that cannot happen yet, once the driver has noticed that. */
  private static CompletableFuture<List<CommitResult>> begun(PostgresDriver driver, long seq) {
    CompletableFuture<List<CommitResult>> commit =
        CompletableFuture.supplyAsync(() -> driver.commit(List.of(turn(actor("a"), seq, 1))));
    awaitOutage(driver, "");
    return commit;
  }

  private static void awaitOutage(PostgresDriver driver, String reason) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (String outage = driver.outage();
        outage == null || !outage.contains(reason);
        outage = driver.outage()) {
      assertTrue(System.nanoTime() < deadline, "no such outage: " + reason);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void assertDone(
      PostgresDriver driver, CompletableFuture<List<CommitResult>> commit, int turns)
      throws Exception {
    assertEquals(List.of(CommitResult.COMMITTED), commit.get(30, TimeUnit.SECONDS));
    assertNull(driver.outage());
    assertEquals(turns, driver.readJournal(actor("a"), 1, 10).size());
  }

  @Test
  void aCommitWaitsWhileTheDatabaseIsReadOnly() throws Exception {
    try (PostgresDriver driver = PostgresDriver.open(url, OPTIONS)) {
      driver.commit(List.of(turn(actor("a"), 1, 1)));
      TestServer.administer("ALTER DATABASE " + name + " SET default_transaction_read_only = on");
      execute(url, HeldCommits.TERMINATE_ALL);
      CompletableFuture<List<CommitResult>> commit = begun(driver, 2);
      awaitOutage(driver, "accepts no changes");
      assertEquals(1, driver.readJournal(actor("a"), 1, 10).size(), "reads go on");
      assertNotNull(driver.outage());
      assertThrows(ActjsException.class, driver::ping);
      assertFalse(commit.isDone());
      TestServer.administer("ALTER DATABASE " + name + " SET default_transaction_read_only = off");
      assertDone(driver, commit, 2);
      driver.ping();
    }
  }

  @Test
  void aCommitWaitsWhileTheServerHasNoConnectionLeft() throws Exception {
    String role = "limited_" + name;
    TestServer.administer("CREATE ROLE " + role + " LOGIN");
    TestServer.administer("ALTER DATABASE " + name + " OWNER TO " + role);
    PostgresUrl limited = new PostgresUrl(url.jdbc(), role, null);
    try (PostgresDriver driver = PostgresDriver.open(limited, OPTIONS)) {
      driver.commit(List.of(turn(actor("a"), 1, 1)));
      TestServer.administer("ALTER ROLE " + role + " CONNECTION LIMIT 0");
      execute(url, HeldCommits.TERMINATE_ALL);
      CompletableFuture<List<CommitResult>> commit = begun(driver, 2);
      assertFalse(commit.isDone());
      TestServer.administer("ALTER ROLE " + role + " CONNECTION LIMIT -1");
      assertDone(driver, commit, 2);
    }
  }

  @Test
  void aStatementThatTakesTooLongIsTriedAgain() throws Exception {
    PostgresOptions hasty = OPTIONS.withStatementTimeout(Duration.ofMillis(300));
    try (PostgresDriver driver = PostgresDriver.open(url, hasty)) {
      driver.commit(List.of(turn(actor("a"), 1, 1)));
      CompletableFuture<List<CommitResult>> commit;
      try (Connection other = TestServer.connect(url);
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("LOCK TABLE actor");
        commit = begun(driver, 2);
        assertTrue(driver.outage().contains("did not answer in time"), driver::outage);
        assertFalse(commit.isDone());
        other.rollback();
      }
      assertDone(driver, commit, 2);
    }
  }

  @Test
  void whoIsNotToWaitLongerIsTold() throws Exception {
    try (PostgresDriver driver =
            PostgresDriver.open(url, OPTIONS.withLockTimeout(Duration.ofMillis(50)));
        Connection other = TestServer.connect(url);
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE actor");
      CompletableFuture<List<CommitResult>> commit = begun(driver, 1);
      driver.stopWaiting();
      ActjsException told =
          (ActjsException) commit.handle((results, failure) -> failure.getCause()).get();
      assertEquals(ProblemCode.StorageUnavailable, told.code());
    }
  }

  @Test
  void theDriverGoesOnAtTheHostThatTookOver(@TempDir Path first, @TempDir Path second)
      throws Exception {
    try (PostgresProcess primary = new PostgresProcess(first)) {
      int port = PostgresProcess.freePort();
      PostgresUrl both =
          PostgresUrl.parse(
              "postgres://postgres@localhost:%d,localhost:%d/postgres?targetServerType=primary"
                  .formatted(primary.port(), port));
      try (PostgresDriver driver = PostgresDriver.open(both, OPTIONS)) {
        driver.commit(List.of(turn(actor("a"), 1, 1)));
        primary.stop();
        CompletableFuture<List<CommitResult>> commit = begun(driver, 2);
        primary.copyTo(second);
        try (PostgresProcess successor = new PostgresProcess(second, port)) {
          assertDone(driver, commit, 2);
          assertEquals(port, successor.port());
        }
      }
    }
  }
}
