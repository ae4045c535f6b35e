package io.actjs.actctl.shell;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.script.ScriptIsolate.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What snippets ask of the server. All of it is under way at once, up to a limit; answers are taken
 * one by one, in the order in which they come.
 */
final class Calls {
  static final int MOST_PENDING = 10_000;
  private static final int MOST_AT_ONCE = 64;
  private static final List<String> TOLD = List.of("reasonCode", "data", "issues", "reason");

  /** The code of what no server has refused. */
  private static final String UNREACHABLE = "Unreachable";

  private final Connection connection;
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);
  private final Map<Long, Thread> pending = new ConcurrentHashMap<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

  Calls(Connection connection) {
    this.connection = connection;
  }

  /** What a request is answered with. */
  sealed interface Answer {
    /**
     * @param json raw; null for undefined
     */
    record Result(long id, @Nullable String json) implements Answer {}

    /**
     * @param members what else the problem tells, raw JSON by name
     */
    record Refusal(long id, String code, String detail, Map<String, String> members)
        implements Answer {}

    /** No answer: whoever waits is to look around. */
    record Wake() implements Answer {}
  }

  /** Begins a request. */
  void start(Request request) {
    if (pending.size() >= MOST_PENDING) {
      String why = MOST_PENDING + " calls wait for their answers: await some of them first";
      answers.add(new Answer.Refusal(request.id(), "LimitExceeded", why, Map.of()));
      return;
    }
    Server server = connection.server();
    Thread thread = Thread.ofVirtual().unstarted(() -> run(request, server));
    pending.put(request.id(), thread);
    thread.start();
  }

  private void run(Request request, Server server) {
    Answer answer;
    try {
      answer = answer(request, server);
    } catch (InterruptedException e) {
      return; // Nobody waits.
    }
    // Its answer is there before it is no longer pending: in between it would seem that none comes.
    pending.computeIfPresent(
        request.id(),
        (id, thread) -> {
          answers.add(answer);
          return null;
        });
  }

  private Answer answer(Request request, Server server) throws InterruptedException {
    room.acquire();
    try {
      return new Answer.Result(request.id(), ask(request, server));
    } catch (Failure e) {
      return refusal(request.id(), e);
    } catch (RuntimeException e) {
      return new Answer.Refusal(request.id(), "Error", String.valueOf(e.getMessage()), Map.of());
    } finally {
      room.release();
    }
  }

  private static Answer refusal(long id, Failure failure) {
    Map<String, String> members = new HashMap<>();
    for (String name : TOLD) {
      if (failure.document().has(name)) {
        members.put(name, failure.document().get(name).toString());
      }
    }
    String code = failure.code() == null ? UNREACHABLE : failure.code();
    return new Answer.Refusal(id, code, failure.detail(), members);
  }

  private static @Nullable String ask(Request request, Server to) {
    JsonNode asked = Json.parse(request.json());
    String className = asked.path("class").asText();
    String id = asked.path("id").asText();
    String args = asked.has("args") ? Json.compact(asked.path("args")) : null;
    String method = asked.path("method").asText();
    return switch (request.name()) {
      case "call" -> {
        JsonNode answer = to.post(Server.path("v1", "actors", className, id, method), args);
        yield answer.has("result") ? Json.compact(answer.path("result")) : null;
      }
      case "tell" ->
          Json.compact(
              to.post(Server.path("v1", "actors", className, id, "tell", method), args)
                  .path("messageId"));
      case "read" -> Json.compact(to.get(Server.path("v1", "actors", className, id)));
      case "info" -> Json.compact(to.get(Server.path("v1", "actors", className, id, "info")));
      case "delete" -> {
        var unused = to.delete(Server.path("v1", "actors", className, id));
        yield null;
      }
      case "create" ->
          Json.compact(
              to.post(Server.path("v1", "actors", className) + query(asked.path("tags")), args));
      case "list" -> {
        List<String> parameters = new ArrayList<>(List.of("class=" + Server.encode(className)));
        asked
            .path("query")
            .forEachEntry((name, value) -> parameters(name, value).forEach(parameters::add));
        yield Json.compact(to.get("/v1/actors?" + String.join("&", parameters)));
      }
      default -> throw new IllegalStateException("no request: " + request.name());
    };
  }

  private static String query(JsonNode tags) {
    List<String> parameters = parameters("tag", tags);
    return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
  }

  private static List<String> parameters(String name, JsonNode value) {
    List<String> parameters = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(each -> parameters.addAll(parameters(name, each)));
    } else if (!value.isNull()) {
      parameters.add(Server.encode(name) + "=" + Server.encode(value.asText()));
    }
    return parameters;
  }

  /** Requests without an answer. */
  int pending() {
    return pending.size();
  }

  /** The next answer; null when none comes in time. */
  @Nullable Answer poll(long millis) throws InterruptedException {
    return answers.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
  }

  boolean isQuiet() {
    return pending.isEmpty() && answers.isEmpty();
  }

  /** Has whoever waits look around; for any thread. */
  void wake() {
    answers.add(new Answer.Wake());
  }

  /** Gives up what is under way: the server undoes what it can. */
  void cancel() {
    for (Iterator<Thread> each = pending.values().iterator(); each.hasNext(); ) {
      each.next().interrupt();
      each.remove();
    }
    answers.clear();
  }
}
