package io.actjs.storage.postgres;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Expired;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows of actors that never came into being go, and nobody can tell. */
final class UnbornActorsTest {
  private final PostgresUrl url = TestServer.newDatabase();
  private final PostgresDriver driver = PostgresDriver.open(url, PostgresOptions.DEFAULT);

  @AfterEach
  void close() {
    driver.close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = TestServer.connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Set<String> rows() throws SQLException {
    Set<String> ids = new TreeSet<>();
    try (Connection connection = TestServer.connect(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM actor")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  private void sweep() {
    for (Expired expired :
        List.of(new Expired.UnbornActors(), new Expired.RetainedStates(0), new Expired.Sources())) {
      assertTrue(driver.drop(expired, 1_000) >= 0);
    }
  }

  private void aDayPasses() throws SQLException {
    execute("UPDATE actor SET owned_at = owned_at - 86400001");
  }

  @Test
  void onlyRowsThatStandForNothingAreDropped() throws Exception {
    driver.activate(actor("asked"));
    driver.activate(actor("lives"));
    driver.activate(actor("told"));
    driver.commit(
        List.of(turn(actor("lives"), 1, 1), new InboxEntry.Accepted(message("m", actor("told")))));
    sweep();
    assertEquals(new TreeSet<>(List.of("asked", "lives", "told")), rows(), "all are fresh");
    aDayPasses();
    driver.activate(actor("again"));
    sweep();
    assertEquals(new TreeSet<>(List.of("again", "lives", "told")), rows());
    assertEquals(1, driver.pendingInbox(actor("told"), null, 10).size());
  }

  @Test
  void anOwnerOfADroppedRowIsFencedByTheNextOneAsEver() throws Exception {
    driver.activate(actor("a"));
    long old = driver.activate(actor("a")).epoch();
    aDayPasses();
    sweep();
    assertEquals(new TreeSet<>(), rows());
    long next = driver.activate(actor("a")).epoch();
    assertTrue(next > old, next + " after " + old);
    assertEquals(
        List.of(CommitResult.FENCED, CommitResult.FENCED, CommitResult.COMMITTED),
        driver.commit(
            List.of(
                turn(actor("a"), 1, old), turn(actor("a"), 2, old), turn(actor("a"), 1, next))));
  }

  @Test
  void theNewestOwnerOfADroppedRowMayStillBeginAndOlderOnesMayNot() throws Exception {
    long old = driver.activate(actor("a")).epoch();
    long newest = driver.activate(actor("a")).epoch();
    aDayPasses();
    sweep();
    assertEquals(List.of(CommitResult.FENCED), driver.commit(List.of(turn(actor("a"), 1, old))));
    assertEquals(
        List.of(CommitResult.COMMITTED), driver.commit(List.of(turn(actor("a"), 1, newest))));
  }

  @Test
  void activationsAndTurnsGoOnWhileRowsAreDroppedUnderThem() throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    Semaphore sweeps = new Semaphore(0);
    // Every row is old at once: the sweep may take any that stands for nothing.
    execute("ALTER TABLE actor ALTER COLUMN owned_at SET DEFAULT 0");
    execute(
        """
        CREATE FUNCTION age() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN NEW.owned_at := 0; RETURN NEW; END $$;
        CREATE TRIGGER age BEFORE UPDATE ON actor FOR EACH ROW EXECUTE FUNCTION age()
        """);
    CompletableFuture<Void> sweep =
        CompletableFuture.runAsync(
            () -> {
              while (!stopped.get()) {
                sweep();
                sweeps.acquireUninterruptibly();
              }
            });
    long last = 0;
    for (int i = 0; i < 200; i++) {
      allowSweeps(sweeps);
      beginUnderTheSweep(actor("n" + i), sweeps);
      allowSweeps(sweeps);
      long epoch = driver.activate(actor("same")).epoch();
      assertTrue(epoch > last, epoch + " after " + last);
      last = epoch;
    }
    stopped.set(true);
    sweeps.release();
    sweep.join();
    for (int i = 0; i < 200; i++) {
      assertEquals(2, driver.readJournal(actor("n" + i), 1, 10).size());
    }
  }

  /**
   * What the driver does next meets at most four sweeps, one of them under way: it makes a row that
   * goes away five times, and then says that somebody else is at its tables.
   */
  private static void allowSweeps(Semaphore sweeps) {
    int unused = sweeps.drainPermits();
    sweeps.release(3);
  }

  /** An owner whose row was dropped may be fenced by the floor, and takes over again. */
  private void beginUnderTheSweep(ActorRef ref, Semaphore sweeps) {
    long before = 0;
    List<CommitResult> results = List.of(CommitResult.FENCED, CommitResult.FENCED);
    while (results.contains(CommitResult.FENCED)) {
      long epoch = driver.activate(ref).epoch();
      assertTrue(epoch > before, epoch + " after " + before);
      before = epoch;
      allowSweeps(sweeps);
      results = driver.commit(List.of(turn(ref, 1, epoch), turn(ref, 2, epoch)));
      assertEquals(results.getFirst(), results.getLast());
    }
    assertEquals(List.of(CommitResult.COMMITTED, CommitResult.COMMITTED), results);
  }
}
