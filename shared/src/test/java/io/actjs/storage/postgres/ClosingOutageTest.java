package io.actjs.storage.postgres;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.testservers.PostgresProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that is closed while its server is away. */
final class ClosingOutageTest {
  private static final int BATCHES = 200;

  @TempDir Path dir;

  /** Each of them would wait for seconds. */
  @Test
  @Timeout(60)
  void doesNotWaitForTheServerOnceForEachBatchThatIsLeft() throws Exception {
    try (PostgresProcess server = new PostgresProcess(dir);
        PostgresDriver driver =
            PostgresDriver.open(PostgresUrl.parse(server.url()), PostgresOptions.DEFAULT)) {
      long epoch = driver.activate(actor("a")).epoch();
      server.kill();
      driver.stopWaiting();
      for (int i = 0; i < BATCHES; i++) {
        ActjsException told =
            assertThrows(
                ActjsException.class, () -> driver.commit(List.of(turn(actor("a"), 1, epoch))));
        assertEquals(ProblemCode.StorageUnavailable, told.code(), told.detail());
      }
    }
  }
}
