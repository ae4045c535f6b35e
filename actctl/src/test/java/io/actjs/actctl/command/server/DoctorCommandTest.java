package io.actjs.actctl.command.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.actctl.Ran;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir Path folder;

  private Ran doctor(String url, Path data, int port) {
    return Ran.actctl(
        "doctor", "--server", url, "--data", data.toString(), "--port", "" + port, "--json");
  }

  private static JsonNode finding(Ran ran, String subject) throws IOException {
    JsonNode findings = new ObjectMapper().readTree(ran.out()).path("findings");
    for (JsonNode each : findings) {
      if (each.path("subject").asText().equals(subject)) {
        return each;
      }
    }
    throw new AssertionError(subject + " in " + ran.out() + ran.err());
  }

  private static String level(Ran ran, String subject) throws IOException {
    return finding(ran, subject).path("level").asText();
  }

  @Test
  void aMachineThatLetsAServerRunIsWell() throws IOException {
    Path data = folder.resolve("not/there");
    Ran ran = doctor("http://127.0.0.1:1", data, 0);

    assertEquals(0, ran.exit(), ran.out() + ran.err());
    assertEquals("ok", level(ran, "data"));
    assertTrue(finding(ran, "data").path("detail").asText().contains(folder.toString()));
    assertEquals("ok", level(ran, "processes"));
    assertEquals("ok", level(ran, "port"));
    assertEquals("warn", level(ran, "server"));
    if (System.getProperty("os.name").equals("Linux")) {
      assertEquals("ok", level(ran, "seccomp"));
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void whatFailsIsSaidWithWhatToDo() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ran ran = doctor("http://127.0.0.1:1", file.resolve("in"), taken.getLocalPort());

      assertEquals(1, ran.exit());
      assertEquals("fail", level(ran, "data"));
      assertEquals("fail", level(ran, "port"));
      assertTrue(finding(ran, "port").path("advice").asText().contains("--port"));
    }
  }

  @Test
  void aServerThatAnswersIsFound() throws IOException {
    try (Daemon daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0))) {
      Ran ran = doctor("http://127.0.0.1:" + daemon.port(), folder, 0);
      assertEquals("ok", level(ran, "server"));

      Ran text =
          Ran.actctl(
              "doctor", "--server", "http://127.0.0.1:" + daemon.port(), "--data", "" + folder);
      assertTrue(text.out().lines().anyMatch(it -> it.matches("ok +server +it .*")), text.out());
    }
  }
}
