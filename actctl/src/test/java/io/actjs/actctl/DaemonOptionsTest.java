package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.DaemonConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class DaemonOptionsTest {

  @Command(name = "holder")
  private static final class Holder {
    @Mixin private DaemonOptions options;
  }

  private static DaemonConfig config(String... args) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(args);
    return holder.options.config(Path.of("data"));
  }

  @Test
  void aServerIsOpenAndTakesUnsignedClassesUnlessToldOtherwise() {
    DaemonConfig config = config();
    assertNull(config.adminToken());
    assertFalse(config.registry().requireSigned());
    assertEquals(DaemonConfig.DEFAULT_PORT, config.port());
    assertEquals(Path.of("data").toAbsolutePath(), config.dataDir());
  }

  @Test
  void everyOptionIsInTheConfiguration() {
    DaemonConfig config =
        config(
            "--admin-token=a-good-token",
            "--require-signed",
            "--port=0",
            "--host=::1",
            "--ephemeral");
    assertNotNull(config.adminToken());
    assertTrue(config.registry().requireSigned());
    assertEquals(0, config.port());
    assertEquals("::1", config.host());
    assertNull(config.dataDir());
  }
}
