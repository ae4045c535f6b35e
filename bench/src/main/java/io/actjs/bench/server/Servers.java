package io.actjs.bench.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.actjs.bench.Sources;
import io.actjs.bench.yardstick.Yardstick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts servers, all with the same JVM options; each writes its log beside the data.
 *
 * @param jvmOptions of every server
 */
public record Servers(List<String> jvmOptions) {

  /** Servers with the options of the launcher, and some more. */
  public static Servers likeTheLauncher(List<String> more, Path logs) throws IOException {
    List<String> options = new ArrayList<>(LauncherOptions.read(logs));
    options.addAll(more);
    return new Servers(List.copyOf(options));
  }

  public Server yardstick(Path logs) throws IOException {
    return Server.start(jvmOptions, Yardstick.class, List.of(), logs.resolve("yardstick.log"));
  }

  /** The daemon on SQLite in this directory, as it is. */
  public Server daemon(Path directory) throws IOException {
    Path data = Files.createDirectories(directory).resolve("data");
    return Server.start(
        jvmOptions, Subject.class, List.of(data.toString()), directory.resolve("daemon.log"));
  }

  /** The daemon on the memory driver. */
  public Server ephemeralDaemon(Path logs) throws IOException {
    return Server.start(jvmOptions, Subject.class, List.of(), logs.resolve("ephemeral.log"));
  }

  /** Publishes a class of the bench, without the type check. */
  public static void publish(Server server, String className) throws IOException {
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", "1.0.0")
            .put("source", Sources.of(className))
            .put("check", false)
            .toString();
    var unused = Http.post(server.port(), "/v1/classes/" + className + "/versions", body);
  }
}
