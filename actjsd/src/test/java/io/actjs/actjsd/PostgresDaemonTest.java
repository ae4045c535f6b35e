package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.postgres.PostgresUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Daemons whose store is a real PostgreSQL. */
class PostgresDaemonTest {
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void startPostgres() throws IOException {
    postgres = EmbeddedPostgres.start();
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
  void aDatabaseThatIsNotThereIsSaidWithoutItsPassword() {
    DaemonConfig nowhere =
        DaemonConfig.at(
            PostgresUrl.parse(
                "postgres://postgres:geheim@localhost:" + postgres.getPort() + "/nowhere"));
    ActjsException e =
        assertThrows(ActjsException.class, () -> Daemon.start(nowhere.withPort(0)).close());
    assertEquals(ProblemCode.StorageUnavailable, e.code());
    assertTrue(e.detail().contains("create the database"), e.detail());
    assertTrue(!e.detail().contains("geheim"), e.detail());
  }
}
