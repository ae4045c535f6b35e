package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code actctl stop} and a real process: systemd must see that it has ended as it was to. */
class StopCommandTest {
  @TempDir Path temp;

  @Test
  void theProcessHasEndedWithExitCode0WhenTheCommandHas() throws Exception {
    try (DaemonProcess server = new DaemonProcess(temp.resolve("data"))) {
      server.awaitReady();
      Ran stop = Ran.actctl("stop", "--server=" + server.uri(""));
      assertEquals(0, stop.exit(), stop.err());
      assertEquals("stopped", stop.out());
      assertTrue(!server.isAlive(), server.log());
      assertEquals(0, server.awaitEnd());
      assertTrue(server.log().contains("all that was acknowledged is stored"), server.log());
    }
  }
}
