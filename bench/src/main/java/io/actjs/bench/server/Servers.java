package io.actjs.bench.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.Sources;
import io.actjs.bench.yardstick.Yardstick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts servers, all with the same JVM options; each writes its log beside the data.
 *
 * @param jvmOptions of every server
 */
public record Servers(List<String> jvmOptions) {
  private static final Pattern SHA = Pattern.compile("\"sha256\":\"([0-9a-f]{64})\"");

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

  /** The daemon on PostgreSQL. */
  public Server daemon(Path logs, String databaseUrl) throws IOException {
    return Server.start(
        jvmOptions, Subject.class, List.of(databaseUrl), logs.resolve("postgres-daemon.log"));
  }

  /** The daemon on the memory driver. */
  public Server ephemeralDaemon(Path logs) throws IOException {
    return Server.start(jvmOptions, Subject.class, List.of(), logs.resolve("ephemeral.log"));
  }

  /** The sha of the manifest that has the latest version of the class. */
  public static String manifest(Server server, String className) throws IOException {
    String answer = Http.get(server.port(), "/v1/manifest?root=" + className + "@*");
    Matcher sha = SHA.matcher(answer);
    if (!sha.find()) {
      throw new BenchFailure("no sha in " + answer);
    }
    return sha.group(1);
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
