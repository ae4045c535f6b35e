package io.actjs.storage.postgres;

import io.actjs.storage.StorageDriver;
import io.actjs.storage.TableDamageTck;
import io.actjs.storage.check.StoreCheck;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;

final class PostgresTableDamageTest extends TableDamageTck {
  private final PostgresUrl url = TestServer.newDatabase();

  /** Verifying needs no closed store here. */
  private final PostgresDriver verifier = PostgresDriver.open(url, PostgresOptions.DEFAULT);

  @AfterEach
  void closeVerifier() {
    verifier.close();
  }

  @Override
  protected StorageDriver open() {
    return PostgresDriver.open(url, PostgresOptions.DEFAULT);
  }

  @Override
  protected Connection connect() throws SQLException {
    return TestServer.connect(url);
  }

  @Override
  protected StoreCheck.Report verified() {
    StoreCheck check = new StoreCheck();
    verifier.contents().inspect(check, check);
    return check.report();
  }

  @Override
  protected String journalColumn() {
    return "record";
  }

  @Override
  protected String firstSeq() {
    return "seq";
  }

  @Override
  protected String dropFirstTurns() {
    return "DELETE FROM actor_event WHERE id = 'a' AND seq = 1";
  }
}
