package io.actjs.bench.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.bench.work.BenchFailure;
import io.actjs.model.ActorRef;
import java.net.URI;
import java.util.function.BooleanSupplier;

/** What the load asks of the server over HTTP; each request is counted. Thread-safe. */
final class Requests {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final long POLL_MS = 20;

  private final Server to;
  private final Tally tally;

  Requests(int port, Tally tally) {
    this.to = new Server(URI.create("http://127.0.0.1:" + port), null, warning -> {});
    this.tally = tally;
    // It makes its client for the first request, and is shared from then on.
    var unused = to.get("/v1/ready");
  }

  Server server() {
    return to;
  }

  Tally tally() {
    return tally;
  }

  void publish(String className, String version, String source) {
    String body = Json.object().put("version", version).put("source", source).toString();
    JsonNode answer = to.post(Server.path("v1", "classes", className, "versions"), body);
    expect("the published version", version, answer.path("version").asText());
    tally.count(Operation.PUBLISH);
  }

  /**
   * @param pin the query that pins it, or nothing
   */
  ActorRef create(String className, String args, String pin) {
    JsonNode answer = to.post(Server.path("v1", "actors", className) + pin, args);
    tally.count(Operation.CREATE);
    return new ActorRef(className, answer.path("id").asText());
  }

  JsonNode call(ActorRef ref, String method, String args, String pin) {
    JsonNode answer = to.post(actor(ref) + Server.path(method) + pin, args);
    tally.count(Operation.CALL);
    return answer;
  }

  JsonNode call(ActorRef ref, String method) {
    return call(ref, method, "{}", "");
  }

  /** Calls it and checks the number that it returns. */
  void expectCall(long wanted, ActorRef ref, String method) {
    expect(ref + " " + method, wanted, call(ref, method).path("result").asLong());
  }

  String tell(ActorRef ref, String type) {
    JsonNode answer = to.post(actor(ref) + Server.path("tell", type), "{}");
    tally.count(Operation.TELL);
    return answer.path("messageId").asText();
  }

  void delete(ActorRef ref) {
    JsonNode answer = to.delete(actor(ref));
    expect(ref + " is deleted", true, answer.path("tombstoned").asBoolean());
    tally.count(Operation.DELETE);
  }

  static String actor(ActorRef ref) {
    return Server.path("v1", "actors", ref.className(), ref.id());
  }

  static String admin(ActorRef ref, String... what) {
    return Server.path("v1", "admin", "actors", ref.className(), ref.id()) + Server.path(what);
  }

  static void expect(String what, Object wanted, Object got) {
    if (!wanted.equals(got)) {
      throw new BenchFailure(what + ": expected " + wanted + ", got " + got);
    }
  }

  /** What the server has to refuse with this code. */
  static void expectRefusal(String code, Runnable request) {
    try {
      request.run();
    } catch (Failure e) {
      if (code.equals(e.code())) {
        return;
      }
      throw e;
    }
    throw new BenchFailure("not refused as " + code);
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new BenchFailure("waited in vain: " + what);
      }
      Thread.sleep(POLL_MS);
    }
  }
}
