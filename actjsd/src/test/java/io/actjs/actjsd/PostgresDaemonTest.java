package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.postgres.PostgresUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daemons whose store is a real PostgreSQL. */
class PostgresDaemonTest {
  private static final long RECOVERY_NANOS = 60_000_000_000L;

  @TempDir static Path folder;
  private static int port;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void choosePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    startPostgres();
  }

  /** Over the files of the former one, if there was one. */
  private static void startPostgres() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("pg"))
            .setCleanDataDirectory(false)
            .setPort(port)
            .start();
  }

  @AfterAll
  static void stopPostgres() throws IOException {
    postgres.close();
  }

  private static DaemonConfig config() {
    return DaemonConfig.at(
        PostgresUrl.parse("postgres://postgres@localhost:" + postgres.getPort() + "/postgres"));
  }

  @Test
  void whatWasAcknowledgedIsThereAfterARestart() {
    try (DaemonFixture first = DaemonFixture.of(config())) {
      first.with("Counter", Sources.COUNTER).with("Account", Sources.ACCOUNT);
      first.get("/v1/ready").assertStatus(200);
      for (int i = 0; i < 20; i++) {
        first.post("/v1/actors/Counter/kept/inc").assertStatus(200);
        first.post("/v1/actors/Account/kept/credit", "{\"amount\":2}").assertStatus(200);
      }
    }
    try (DaemonFixture second = DaemonFixture.of(config())) {
      assertEquals(21, second.post("/v1/actors/Counter/kept/inc").json().get("result").intValue());
      assertEquals(
          "{\"balance\":40}", second.get("/v1/actors/Account/kept").json().get("state").toString());
    }
  }

  @Test
  void anOutageIsSaidAndOverWithoutARestart() throws IOException {
    try (DaemonFixture fixture = DaemonFixture.of(config())) {
      fixture.publish("Counter", "2.0.0", Sources.COUNTER).assertStatus(201);
      for (int i = 1; i <= 3; i++) {
        assertEquals(i, increment(fixture).json().get("result").intValue());
      }
      postgres.close();
      Answer refused = increment(fixture);
      var unused = refused.assertProblem(ProblemCode.StorageUnavailable);
      assertFalse(refused.header("Retry-After").isEmpty());
      assertEquals(503, fixture.get("/v1/ready").status());
      startPostgres();
      assertEquals(4, awaitAnswer(fixture).json().get("result").intValue());
      fixture.get("/v1/ready").assertStatus(200);
    }
  }

  private static Answer increment(DaemonFixture fixture) {
    return fixture.post("/v1/actors/Counter/patient/inc");
  }

  private static Answer awaitAnswer(DaemonFixture fixture) {
    long end = System.nanoTime() + RECOVERY_NANOS;
    Answer answer = increment(fixture);
    while (answer.status() == 503 && System.nanoTime() < end) {
      answer = increment(fixture);
    }
    return answer.assertStatus(200);
  }

  @Test
  void aDatabaseThatIsNotThereIsSaidWithoutItsPassword() {
    DaemonConfig nowhere =
        DaemonConfig.at(
            PostgresUrl.parse(
                "postgres://postgres:geheim@localhost:" + postgres.getPort() + "/nowhere"));
    ActjsException e =
        assertThrows(ActjsException.class, () -> Daemon.start(nowhere.withPort(0)).close());
    assertEquals(ProblemCode.StorageUnavailable, e.code());
    assertTrue(e.detail().contains("create the database"), e.detail());
    assertFalse(e.detail().contains("geheim"), e.detail());
  }
}
