package io.actjs.storage.postgres;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.AuditEntry;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Expired;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.audit.AuditReport;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The audit of a database that several servers write. */
final class PostgresAuditTest {
  private final PostgresUrl url = TestServer.newDatabase();

  private static AuditEntry entry(int number) {
    return new AuditEntry("a" + number, number, "ann", "did", "it", "{}");
  }

  @Test
  void serversThatWriteAndSweepAtTheSameTimeForkNothing() throws Exception {
    try (StorageDriver one = PostgresDriver.open(url, PostgresOptions.DEFAULT);
        StorageDriver other = PostgresDriver.open(url, PostgresOptions.DEFAULT);
        ExecutorService threads = Executors.newFixedThreadPool(5)) {
      List<Future<?>> all = new ArrayList<>();
      for (StorageDriver server : List.of(one, other, one, other)) {
        all.add(
            threads.submit(
                () -> {
                  for (int i = 1; i <= 25; i++) {
                    server.registry().audit().append(List.of(entry(i), entry(i + 100)));
                  }
                }));
      }
      all.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 20; i++) {
                  int unused = one.drop(new Expired.AuditEntries(20), 3);
                  assertNull(other.registry().audit().verify(null).fault());
                }
              }));
      for (Future<?> each : all) {
        each.get();
      }
      AuditReport report = other.registry().audit().verify(null);
      assertNull(report.fault());
      assertEquals(200, report.ends().head().ordinal());
      assertEquals(200, report.ends().base().ordinal() + report.sound());
    }
  }

  @Test
  void turnsDoNotWaitForWhoeverWritesTheAudit() throws Exception {
    try (StorageDriver store = PostgresDriver.open(url, PostgresOptions.DEFAULT);
        Connection connection = TestServer.connect(url);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      assertTrue(statement.execute("SELECT 1 FROM audit_head FOR UPDATE"));
      long epoch = store.activate(actor("a")).epoch();
      long began = System.nanoTime();
      assertEquals(
          List.of(CommitResult.COMMITTED), store.commit(List.of(turn(actor("a"), 1, epoch))));
      long took = System.nanoTime() - began;
      assertTrue(
          took < PostgresOptions.DEFAULT.lockTimeout().toNanos(), Duration.ofNanos(took)::toString);
      connection.rollback();
    }
  }
}
