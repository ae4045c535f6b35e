package io.actjs.actctl.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.actjs.actctl.BuiltProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which server a command talks to, in a process whose working directory is in a project. */
class ConfiguredServerTest {
  @TempDir private static Path dir;
  private static HttpServer server;
  private static Path folder;
  private static final Queue<String> asked = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          byte[] answer = "{\"classes\":[]}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("content-type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    Files.createDirectories(dir.resolve(".actjs"));
    Files.writeString(
        dir.resolve(".actjs/config.toml"),
        "server = '%s'\n[profile.staging]\nserver = '%s'\n".formatted(at("Usual"), at("Staging")));
    folder = Files.createDirectories(dir.resolve("src/deep"));
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static String at(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  private record Listed(int exit, String text) {}

  private static Listed list(Map<String, String> environment, String... args) throws Exception {
    List<String> command = BuiltProgram.command(List.of(), "list");
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(it -> it.startsWith("ACTJS_"));
    builder.environment().put("ACTJS_CONFIG_DIR", dir.resolve("user").toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Listed(process.waitFor(), text);
  }

  private static void assertAsks(String name, Map<String, String> environment, String... args)
      throws Exception {
    asked.clear();
    Listed listed = list(environment, args);
    assertEquals(0, listed.exit(), listed.text());
    assertEquals(List.of("/" + name + "/v1/classes"), List.copyOf(asked));
  }

  @Test
  void optionsComeBeforeVariablesAndThoseBeforeTheFile() throws Exception {
    assertAsks("Usual", Map.of());
    assertAsks("Other", Map.of("ACTJS_PROFILE", "staging", "ACTJS_URL", at("Other")));
    assertAsks("Staging", Map.of("ACTJS_URL", at("Other")), "--profile", "staging");
  }

  @Test
  void aProfileThatIsNotThereIsWrongUsage() throws Exception {
    Listed listed = list(Map.of(), "--profile", "stagin");

    assertEquals(2, listed.exit(), listed.text());
    String file = dir.resolve(".actjs/config.toml").toRealPath().toString();
    assertTrue(
        listed
            .text()
            .startsWith(
                "actctl: --profile: no profile \"stagin\" in "
                    + file
                    + "; did you mean \"staging\"?"),
        listed.text());
  }
}
