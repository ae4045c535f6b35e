package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.engine.EngineLimits;
import io.actjs.policy.Limits;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.sqlite.SqliteOptions;
import org.junit.jupiter.api.Test;

class StandardLimitsTest {
  @Test
  void aServerWithStandardLimitsIsTheDefaultServer() {
    DaemonConfig standard = DaemonConfig.ephemeral();
    assertEquals(standard, standard.withLimits(Limits.DEFAULT));
    assertEquals(EngineLimits.DEFAULT, standard.engineLimits());
    assertEquals(SqliteOptions.DEFAULT, StoreLimits.sqlite(Limits.DEFAULT, false));
    assertEquals(PostgresOptions.DEFAULT, StoreLimits.postgres(Limits.DEFAULT));
  }
}
