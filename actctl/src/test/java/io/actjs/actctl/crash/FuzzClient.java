package io.actjs.actctl.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.wire.RawJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Has a few actors, which nobody else calls, run random programs, and holds each to the state that
 * it answered with, as text: the order of members is part of it.
 */
final class FuzzClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Random random;
  private final List<FuzzedActor> actors = new ArrayList<>();

  long programs;
  long failed;

  /** Programs of whose fate the client was not told. */
  long unknown;

  /** One actor, and what it has answered. */
  private static final class FuzzedActor {
    final String path;

    /** JSON text. */
    String state = "";

    /** A program was sent and not answered: the state is that, or the one after it. */
    boolean inDoubt;

    FuzzedActor(String path) {
      this.path = path;
    }
  }

  /** The daemon is gone. */
  static final class Gone extends Exception {
    private static final long serialVersionUID = 1L;

    Gone(Throwable cause) {
      super(cause);
    }
  }

  FuzzClient(String name, int actorsOfAKind, long seed) {
    random = new Random(seed);
    for (int i = 0; i < actorsOfAKind; i++) {
      actors.add(new FuzzedActor("Fuzz/" + name + i));
      actors.add(new FuzzedActor("FuzzEvents/" + name + i));
    }
  }

  void begin(DaemonProcess daemon) throws Exception {
    for (FuzzedActor actor : actors) {
      HttpResponse<String> begun =
          post(daemon, actor, "begin", "{\"seed\":" + random.nextInt(1 << 30) + "}");
      if (begun.statusCode() != 200) {
        throw new AssertionError(begun.body());
      }
      actor.state = answered(daemon, actor);
    }
  }

  /** Has one actor run one program. */
  void act(DaemonProcess daemon) throws Gone {
    FuzzedActor actor = actors.get(random.nextInt(actors.size()));
    int seed = random.nextInt(1 << 30);
    String program = "{\"seed\":%d,\"fail\":%b}".formatted(seed, random.nextInt(3) == 0);
    actor.inDoubt = true;
    programs++;
    HttpResponse<String> run = post(daemon, actor, "run", program);
    String now = answered(daemon, actor);
    boolean done = run.statusCode() == 200;
    String told = done ? text(run.body()) : null;
    if (told != null) {
      require(told.equals(now), actor, "after " + program + " answered with", told, now);
    } else if (!done) {
      failed++;
      require(now.equals(actor.state), actor, program + " failed: before", actor.state, now);
    }
    actor.state = now;
    actor.inDoubt = false;
  }

  /** Compares what is stored of each actor, and what it finds itself, with what it answered. */
  void check(DaemonProcess daemon) throws Exception {
    for (FuzzedActor actor : actors) {
      String stored = RawJson.members(get(daemon, actor)).getOrDefault("state", "");
      if (actor.inDoubt) {
        unknown++;
        actor.inDoubt = false;
        actor.state = stored;
      }
      require(stored.equals(actor.state), actor, "read as text: answered", actor.state, stored);
      String found = answered(daemon, actor);
      require(found.equals(actor.state), actor, "found by itself: answered", actor.state, found);
    }
  }

  private static void require(
      boolean kept, FuzzedActor actor, String what, String expected, String found) {
    if (!kept) {
      throw new AssertionError(
          "%s %s%n  %s%n  and is now%n  %s".formatted(actor.path, what, expected, found));
    }
  }

  private String answered(DaemonProcess daemon, FuzzedActor actor) throws Gone {
    HttpResponse<String> read = post(daemon, actor, "read", "{}");
    String text = read.statusCode() == 200 ? text(read.body()) : null;
    if (text == null) {
      throw new AssertionError(actor.path + ": " + read.body());
    }
    return text;
  }

  private static @Nullable String text(String body) {
    try {
      JsonNode result = JSON.readTree(body).path("result");
      return result.isTextual() ? result.textValue() : null;
    } catch (IOException e) {
      throw new AssertionError(body, e);
    }
  }

  private String get(DaemonProcess daemon, FuzzedActor actor) throws Gone {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(daemon, actor.path));
    HttpResponse<String> answer = send(request.build());
    if (answer.statusCode() != 200) {
      throw new AssertionError(actor.path + ": " + answer.body());
    }
    return answer.body();
  }

  private HttpResponse<String> post(
      DaemonProcess daemon, FuzzedActor actor, String method, String args) throws Gone {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(daemon, actor.path + "/" + method))
            .header("content-type", "application/json")
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString(args));
    HttpResponse<String> answer = send(request.build());
    if (answer.statusCode() == 503) {
      throw new Gone(new IOException(answer.body()));
    }
    return answer;
  }

  private static URI uri(DaemonProcess daemon, String path) {
    return daemon.uri("/v1/actors/" + path);
  }

  private HttpResponse<String> send(HttpRequest request) throws Gone {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Gone(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
