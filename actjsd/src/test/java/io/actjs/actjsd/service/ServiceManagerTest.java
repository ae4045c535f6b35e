package io.actjs.actjsd.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a service manager hears, on sockets of its own. */
@EnabledOnOs(OS.LINUX)
class ServiceManagerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static Daemon daemon;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0));
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  private static ServiceManager manager(String socket, String... more) {
    Map<String, String> environment =
        more.length == 0
            ? Map.of("NOTIFY_SOCKET", socket)
            : Map.of("NOTIFY_SOCKET", socket, more[0], more[1]);
    return ServiceManager.of(environment::get);
  }

  @Test
  void itHearsThatTheDaemonIsReadyLivesAndStops() {
    String path = folder.resolve("notify").toString();
    try (Listener listener = new Listener(path);
        ServiceManager manager = manager(path, "WATCHDOG_USEC", "150000")) {
      manager.ready("serving\nat a port", daemon.lifeSign());

      assertEquals("READY=1\nSTATUS=serving at a port\nWATCHDOG=1\n", listener.next());
      for (int i = 0; i < 3; i++) {
        String ping = listener.next();
        assertEquals("WATCHDOG=1\nSTATUS=serving at a port; 0 actors in memory\n", ping);
      }
      manager.stopping();
      String last = listener.next();
      while (last.startsWith("WATCHDOG=1")) {
        last = listener.next();
      }
      assertEquals("STOPPING=1\nSTATUS=stopping\n", last);
    }
  }

  @Test
  void anAbstractSocketWillDo() {
    String name = "@actjs-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    try (Listener listener = new Listener(name);
        ServiceManager manager = manager(name)) {
      manager.ready("here", daemon.lifeSign());

      assertEquals("READY=1\nSTATUS=here\n", listener.next());
    }
  }

  @Test
  void aStandbyIsReadyWhenItBeginsToWaitAndSaysThatItStillWaits() {
    String path = folder.resolve("notify").toString();
    try (Listener listener = new Listener(path);
        ServiceManager manager = manager(path, "WATCHDOG_USEC", "3")) {
      manager.standsBy();
      manager.standsBy();

      for (int i = 0; i < 2; i++) {
        String message = listener.next();
        assertTrue(message.startsWith("READY=1\nSTATUS=standby: "), message);
      }
    }
  }

  @Test
  void aWatchdogOfAnotherProcessIsNotFed() {
    String path = folder.resolve("notify").toString();
    Map<String, String> environment =
        Map.of("NOTIFY_SOCKET", path, "WATCHDOG_USEC", "3000", "WATCHDOG_PID", "1");
    try (Listener listener = new Listener(path);
        ServiceManager manager = ServiceManager.of(environment::get)) {
      manager.ready("here", daemon.lifeSign());
      manager.stopping();

      assertEquals("READY=1\nSTATUS=here\n", listener.next());
      assertEquals("STOPPING=1\nSTATUS=stopping\n", listener.next());
    }
  }

  @Test
  void withoutAManagerNothingHappens() {
    try (ServiceManager none = ServiceManager.of(name -> null);
        ServiceManager gone = manager(folder.resolve("nobody").toString())) {
      none.ready("here", daemon.lifeSign());
      gone.ready("here", daemon.lifeSign());
      gone.stopping();
    }
    assertThrows(IOException.class, () -> NotifySocket.connect("relative"));
    assertThrows(IOException.class, () -> NotifySocket.connect("/" + "x".repeat(107)));
  }

  @Test
  void onlyADaemonThatAnswersLives() throws Exception {
    assertTrue(daemon.lifeSign().isGiven(PATIENCE));

    // A port that takes connections and never answers.
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LifeSign life = new LifeSign(mute.getInetAddress(), mute.getLocalPort(), daemon.runtime());
      assertFalse(life.isGiven(Duration.ofMillis(50)));
    }
  }

  @Test
  void aDaemonWhoseWorkersHaveEndedDoesNotLive() throws Exception {
    Daemon ended = Daemon.start(DaemonConfig.ephemeral().withPort(0));
    ended.close();
    // The port of the other one answers; no worker of this one does.
    LifeSign life = new LifeSign(InetAddress.getLoopbackAddress(), daemon.port(), ended.runtime());
    assertFalse(life.isGiven(Duration.ofMillis(200)));
  }
}
