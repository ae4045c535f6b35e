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
import org.jspecify.annotations.Nullable;

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
    return sqliteDaemon(directory, List.of());
  }

  /**
   * The daemon on SQLite in this directory.
   *
   * @param activeActors that it may have in memory
   */
  public Server daemon(Path directory, int activeActors) throws IOException {
    return sqliteDaemon(directory, List.of("active-actors=" + activeActors));
  }

  private Server sqliteDaemon(Path directory, List<String> limits) throws IOException {
    Path data = Files.createDirectories(directory).resolve("data");
    List<String> arguments = new ArrayList<>();
    arguments.add(data.toString());
    arguments.addAll(limits);
    return Server.start(jvmOptions, Subject.class, arguments, directory.resolve("daemon.log"))
        .on(data);
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

  /**
   * The same, with something to ask of requests.
   *
   * @param keys the file of the keys that verify the tokens of users; null for no users
   * @param rates as {@code actctl start --rate} takes them
   */
  public Server ephemeralDaemon(Path logs, @Nullable Path keys, List<String> rates)
      throws IOException {
    List<String> options = new ArrayList<>(jvmOptions);
    if (keys != null) {
      options.add("-D" + Subject.KEYS + "=" + keys);
    }
    options.add("-D" + Subject.RATES + "=" + String.join(",", rates));
    Files.createDirectories(logs);
    return Server.start(options, Subject.class, List.of(), logs.resolve("ephemeral.log"));
  }

  /** Actors of the class that a daemon has in memory. */
  public static long activeActors(Server server, String className) throws IOException {
    Matcher gauge =
        Pattern.compile("actjs_actor_active\\{[^}]*class=\"" + className + "\"[^}]*} ([0-9.Ee]+)")
            .matcher(Http.get(server.port(), "/metrics"));
    return gauge.results().mapToLong(it -> Math.round(Double.parseDouble(it.group(1)))).sum();
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
    publish(server, className, Sources.of(className), false);
  }

  /**
   * Publishes a source as version 1.0.0.
   *
   * @param check whether its types are checked, and arguments held against them
   */
  public static void publish(Server server, String className, String source, boolean check)
      throws IOException {
    publish(server, className, source, check, null);
  }

  /**
   * The same.
   *
   * @param token of an administrator, or null
   */
  public static void publish(
      Server server, String className, String source, boolean check, @Nullable String token)
      throws IOException {
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", "1.0.0")
            .put("source", source)
            .put("check", check)
            .toString();
    var unused = Http.post(server.port(), "/v1/classes/" + className + "/versions", body, token);
  }
}
