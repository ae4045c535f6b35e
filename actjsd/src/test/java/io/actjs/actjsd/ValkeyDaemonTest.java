package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.actjs.storage.valkey.ValkeyOptions;
import io.actjs.storage.valkey.ValkeyStats;
import io.actjs.storage.valkey.ValkeyUrl;
import io.actjs.testservers.TestValkey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daemons with a real Valkey beside their store. */
class ValkeyDaemonTest {
  @TempDir Path folder;

  private static final ValkeyOptions OPTIONS =
      ValkeyOptions.DEFAULT.withRetryAfter(Duration.ofMillis(20));

  private DaemonConfig config(TestValkey valkey, ValkeyOptions options) {
    return DaemonConfig.at(folder).withValkey(ValkeyUrl.parse(valkey.url()), options);
  }

  private static ValkeyStats stats(DaemonFixture fixture) {
    return Objects.requireNonNull(fixture.daemon.valkeyStats());
  }

  private static int increment(DaemonFixture fixture) {
    return fixture.post("/v1/actors/Counter/hot/inc").json().get("result").intValue();
  }

  @Test
  void theNextStartBeginsFromTheStateThatTheLastOneLeftInValkey() {
    try (TestValkey valkey = TestValkey.start()) {
      try (DaemonFixture first =
          DaemonFixture.of(
                  config(valkey, OPTIONS.withTimeouts(TestValkey.PATIENCE, TestValkey.PATIENCE)))
              .with("Counter", Sources.COUNTER)) {
        for (int i = 1; i <= 20; i++) {
          assertEquals(i, increment(first));
        }
      }
      try (DaemonFixture second =
          DaemonFixture.of(
              config(valkey, OPTIONS.withTimeouts(TestValkey.PATIENCE, TestValkey.PATIENCE)))) {
        assertEquals(21, increment(second));
        assertEquals(1, stats(second).hits(), () -> stats(second).toString());
      }
    }
  }

  @Test
  void callsGoOnWhateverBecomesOfValkey() {
    try (TestValkey valkey = TestValkey.start()) {
      int count = 0;
      try (DaemonFixture first =
          DaemonFixture.of(config(valkey, OPTIONS)).with("Counter", Sources.COUNTER)) {
        assertEquals(++count, increment(first));
        valkey.freeze();
        assertEquals(++count, increment(first));
      }
      // A Valkey that does not answer at the start is no reason not to start.
      try (DaemonFixture second = DaemonFixture.of(config(valkey, OPTIONS))) {
        assertEquals(++count, increment(second));
        assertFalse(stats(second).up());
        valkey.thaw();
        valkey.kill();
        assertEquals(++count, increment(second));
        second.get("/v1/ready").assertStatus(200);
      }
      valkey.restart();
      try (DaemonFixture third = DaemonFixture.of(config(valkey, OPTIONS))) {
        assertEquals(++count, increment(third));
      }
    }
  }

  @Test
  void withoutOneThereAreNoFiguresOfIt() {
    try (DaemonFixture fixture = DaemonFixture.of(DaemonConfig.at(folder))) {
      assertNull(fixture.daemon.valkeyStats());
    }
  }
}
