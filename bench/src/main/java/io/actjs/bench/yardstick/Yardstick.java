package io.actjs.bench.yardstick;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counters in a map behind the routes and the JSON-RPC of the real server, and nothing else: no
 * actors, no durability, no order. {@code inc} and {@code get} are its methods; a counter that has
 * subscribers sends each of them the notification that an actor would send.
 */
public final class Yardstick {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConcurrentHashMap<String, AtomicLong> counters = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Set<WsContext>> subscribers = new ConcurrentHashMap<>();

  private Yardstick() {}

  /** Listens on the port of this machine that the first argument names. */
  public static void main(String[] args) throws IOException {
    Yardstick yardstick = new Yardstick();
    Javalin javalin =
        Javalin.create(
            config -> {
              JavalinSettings.apply(config, Integer.parseInt(args[0]));
              config.routes.post("/v1/actors/{class}/{id}/{method}", yardstick::call);
              config.routes.ws("/v1/ws", ws -> ws.onMessage(yardstick::message));
            });
    javalin.start();
    ControlLines.serve(() -> 0);
    javalin.stop();
  }

  private void call(Context context) {
    String id = context.pathParam("id");
    String method = context.pathParam("method");
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("class", context.pathParam("class")).put("id", id).put("method", method);
    answer.put("result", apply(id, method, parse(context.bodyAsBytes())));
    context.contentType("application/json").result(bytes(answer));
  }

  private void message(WsMessageContext context) {
    JsonNode request = parse(context.message().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    JsonNode params = request.path("params");
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
    answer.set("id", request.get("id"));
    String id = params.path("id").asText();
    if (request.path("method").asText().equals("actor.subscribe")) {
      context.send(
          notification(
              "snapshot", apply(id, "get", params), JsonNodeFactory.instance.objectNode()));
      subscribers.computeIfAbsent(id, key -> ConcurrentHashMap.newKeySet()).add(context);
      answer.putObject("result").put("subscriptionId", context.sessionId());
    } else {
      long value = apply(id, params.path("method").asText(), params.path("args"));
      answer.putObject("result").put("result", value);
      broadcast(id, value);
    }
    context.send(answer.toString());
  }

  private long apply(String id, String method, JsonNode args) {
    AtomicLong counter = counters.computeIfAbsent(id, key -> new AtomicLong());
    return switch (method) {
      case "inc" -> counter.addAndGet(args.path("by").asLong());
      case "get" -> counter.get();
      default -> throw new IllegalArgumentException("no method " + method);
    };
  }

  private void broadcast(String id, long value) {
    Set<WsContext> receivers = subscribers.get(id);
    if (receivers == null) {
      return;
    }
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    change.put("op", "replace").put("path", "/value").put("value", value);
    String text = notification("patch", value, change);
    for (WsContext receiver : receivers) {
      receiver.send(text);
    }
  }

  private static String notification(String kind, long seq, ObjectNode change) {
    ObjectNode frame = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
    ObjectNode params = frame.put("method", "actor.event").putObject("params");
    params.put("subscriptionId", "0b9d1b4c-6d83-4a6c-9c6f-0f7c1a2b3c4d").put("kind", kind);
    params.putArray(kind).add(change);
    params.put("seq", Long.toString(seq));
    return frame.toString();
  }

  private static JsonNode parse(byte @Nullable [] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
