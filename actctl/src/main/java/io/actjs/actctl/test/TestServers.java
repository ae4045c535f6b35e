package io.actjs.actctl.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.test.TestClasses.Release;
import io.actjs.engine.script.ScriptIsolate.Request;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.testkit.IsolatePool;
import io.actjs.testkit.SteppedRuntime;
import io.actjs.testkit.SteppedRuntime.Beginning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The runtimes of one test, and what the test asks of them. */
final class TestServers {
  private static final int MOST_RUNTIMES = 1_000;

  private final IsolatePool pool;

  /** By the specifier that the harness names them with. */
  private final Map<String, PublishedClass> classes;

  private final Map<Integer, TestServer> servers = new TreeMap<>();

  /** Why runtimes did not start. */
  private final Map<Integer, ActjsException> failures = new HashMap<>();

  private final Answers answers = new Answers();
  private final Recordings recordings = new Recordings();

  TestServers(IsolatePool pool, Map<String, PublishedClass> classes) {
    this.pool = pool;
    this.classes = classes;
  }

  Answers answers() {
    return answers;
  }

  Recordings recordings() {
    return recordings;
  }

  /**
   * Does what a test asks for.
   *
   * @param mayGoOn whether the test has time left
   */
  void handle(Request request, BooleanSupplier mayGoOn) {
    try {
      JsonNode asked = Json.parse(request.json());
      switch (request.name()) {
        case "start" -> start(request.id(), asked);
        case "close" -> close(asked.path("runtime").asInt());
        case "replay" -> replay(request.id(), asked);
        case "schema" -> schema(request.id(), asked);
        default ->
            server(asked.path("runtime").asInt())
                .handle(request.id(), request.name(), asked, mayGoOn);
      }
    } catch (ActjsException e) {
      answers.refusal(request.id(), e);
    }
  }

  private TestServer server(int number) {
    TestServer server = servers.get(number);
    if (server == null) {
      ActjsException failure = failures.get(number);
      throw failure != null
          ? failure
          : new ActjsException(ProblemCode.ShuttingDown, "the runtime is closed");
    }
    return server;
  }

  private void start(long id, JsonNode asked) {
    int number = asked.path("runtime").asInt();
    try {
      if (servers.size() >= MOST_RUNTIMES) {
        throw new ActjsException(
            ProblemCode.LimitExceeded,
            "a test has at most " + MOST_RUNTIMES + " runtimes at a time: close() some");
      }
      long now = asked.path("now").asLong();
      Map<String, String> env = texts(asked.path("env"));
      Beginning beginning =
          new Beginning(
              now, asked.path("seed").asLong(), released(asked.path("classes"), now), env);
      SteppedRuntime runtime = SteppedRuntime.start(pool, beginning);
      servers.put(number, new TestServer(number, runtime, answers, recordings));
      answers.result(id, null);
    } catch (ActjsException e) {
      failures.put(number, e);
      throw e;
    }
  }

  private List<PublishedClass> released(JsonNode publications, long now) {
    List<PublishedClass> released = new ArrayList<>();
    for (JsonNode each : publications) {
      ClassRef ref =
          new ClassRef(each.path("name").asText(), Version.parse(each.path("version").asText()));
      Release release =
          new Release(ref, texts(each.path("deps")), each.path("floating").asBoolean());
      released.add(TestClasses.released(published(each), release, now));
    }
    return released;
  }

  private PublishedClass published(JsonNode named) {
    PublishedClass published = classes.get(named.path("file").asText());
    if (published == null) {
      throw new IllegalArgumentException("the harness names no class: " + named);
    }
    return published;
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
    return texts;
  }

  private void close(int number) {
    TestServer server = servers.remove(number);
    if (server != null) {
      server.runtime().close();
    }
  }

  private void replay(long id, JsonNode asked) {
    List<MigrationReplay.Snapshot> snapshots = new ArrayList<>();
    Version highest = Version.parse("0.0.0");
    for (JsonNode each : asked.path("snapshots")) {
      Version version = Version.parse(each.path("version").asText());
      snapshots.add(new MigrationReplay.Snapshot(version, each.path("state").asText()));
      highest = version.compareTo(highest) > 0 ? version : highest;
    }
    Version last = new Version(highest.major() + 1, 0, 0, "");
    List<PublishedClass> versions = new ArrayList<>();
    Version target = null;
    for (JsonNode each : asked.path("classes")) {
      Version version =
          each.hasNonNull("version") ? Version.parse(each.path("version").asText()) : last;
      ClassRef ref = new ClassRef(each.path("name").asText(), version);
      versions.add(TestClasses.released(published(each), new Release(ref, Map.of(), false), 0));
      target = target == null || version.compareTo(target) > 0 ? version : target;
    }
    if (asked.hasNonNull("targetVersion")) {
      target = Version.parse(asked.path("targetVersion").asText());
    }
    answers.result(id, MigrationReplay.of(pool, versions, target, snapshots, 0));
  }

  private void schema(long id, JsonNode asked) {
    PublishedClass published = published(asked);
    String handler = asked.path("handler").asText();
    JsonNode schemas =
        published.schemas().isEmpty() ? Json.object() : Json.parse(published.schemas());
    JsonNode args = schemas.path("handlers").path(handler).path("args");
    if (args.isMissingNode()) {
      throw new ActjsException(
          ProblemCode.UnknownMethod,
          "%s has no handler '%s' whose argument has a type"
              .formatted(published.ref().name(), handler));
    }
    var answer = Json.object();
    answer.set("args", args);
    answer.set("definitions", schemas.has("$defs") ? schemas.path("$defs") : Json.object());
    answers.result(id, Json.compact(answer));
  }

  /**
   * Lets the actors of all runtimes do what they can do now.
   *
   * @return whether nothing is left to do
   */
  boolean settle(BooleanSupplier mayGoOn) {
    boolean settled = true;
    for (TestServer server : List.copyOf(servers.values())) {
      settled &= server.runtime().settle(mayGoOn);
    }
    return settled;
  }

  /** The requests that wait for something; null when there is none. */
  @Nullable String waitsFor() {
    List<String> open = answers.open();
    return open.isEmpty() ? null : String.join(", ", open);
  }

  /** Ends all runtimes, and forgets what they were asked for. */
  void end() {
    servers.values().forEach(server -> server.runtime().close());
    servers.clear();
    failures.clear();
    answers.clear();
    var unused = recordings.take();
  }
}
