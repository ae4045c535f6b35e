package io.actjs.actjsd.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Sources;
import io.actjs.actjsd.access.AdminToken;
import io.actjs.actjsd.api.DescribedApi.Operation;
import io.actjs.actjsd.edge.AllowedHosts;
import io.actjs.actjsd.edge.TrustedProxies;
import io.actjs.actjsd.http.CrossOrigin;
import io.actjs.actjsd.log.LogFormat;
import io.actjs.actjsd.log.LogLevel;
import io.actjs.actjsd.rate.RateRules;
import io.actjs.actjsd.reload.Change;
import io.actjs.actjsd.reload.LiveSettings;
import io.actjs.actjsd.reload.Reread;
import io.actjs.runtime.retention.RetentionPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation, driven from the document alone: its parameters, examples and links. */
class DrivenDocumentTest {
  private static final int LETTERS = 12;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private static final String ALARM =
      """
      import { Actor, handler } from 'actjs';
      export class Alarm extends Actor<{}> { state = {};
        @handler('set') set() {
          for (let i = 0; i < 4; i++) this.actjs.scheduleAt(this.actjs.now() + 3_600_000, 'ring', null);
        }
        @handler('ring') ring() {}
      }
      """;

  @TempDir Path data;
  private final HttpClient http = HttpClient.newHttpClient();
  private DaemonFixture server;
  private DescribedApi api;
  private final Set<String> faults = new TreeSet<>();

  /** Which operation gives a parameter of another one, and where in its answer. */
  private record Link(Operation from, String pointer) {}

  /** What a client takes from a request: everything that may be left out is, or is not. */
  private enum Extent {
    REQUIRED,
    EVERYTHING
  }

  private record Sent(int status, String type, String text, HttpResponse<?> response) {}

  @BeforeEach
  void start() {
    server =
        DaemonFixture.of(DaemonConfig.at(data).withStop(() -> {}))
            .with("Counter", Sources.COUNTER)
            .with("Alarm", ALARM);
    server.daemon.reload().from(DrivenDocumentTest::sameConfiguration);
    server.post("/v1/actors/Alarm/a/set", "{}").assertStatus(200);
    server.post("/v1/actors/Counter/a/inc", "{}").assertStatus(200);
    for (int i = 0; i < LETTERS; i++) {
      server.post("/v1/actors/Counter/d" + i + "/inc", "{}").assertStatus(200);
      server.post("/v1/actors/Counter/d" + i + "/tell/refuse", "{}").assertStatus(202);
    }
    api = new DescribedApi(server.get("/openapi.json").assertStatus(200).json());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Reread sameConfiguration() {
    LiveSettings settings =
        new LiveSettings(
            LogFormat.TEXT,
            LogLevel.INFO,
            RateRules.NONE,
            RetentionPolicy.DEFAULT,
            AllowedHosts.LOOPBACK,
            TrustedProxies.NONE,
            CrossOrigin.NONE);
    return new Reread(
        settings, List.of(new Change("daemon.port", "3000", "4000", false)), () -> {});
  }

  @Test
  void everyOperationAnswersAsTheDocumentSays() throws Exception {
    Map<String, Map<String, Link>> links = links();
    Set<String> done = new HashSet<>();
    for (Operation operation : inOrder()) {
      Map<String, Link> linked = links.getOrDefault(operation.id(), Map.of());
      for (Extent extent : Extent.values()) {
        Sent sent = send(operation, extent, linked);
        check(operation, sent);
        if (sent.status < 400) {
          done.add(operation.id());
        }
      }
    }
    assertEquals(Set.of(), faults);
    List<String> failed =
        api.operations().stream()
            .filter(it -> !isOfClass(it))
            .map(Operation::id)
            .filter(id -> !done.contains(id))
            .toList();
    assertEquals(List.of(), failed, "operations whose examples do not succeed");
  }

  @Test
  void badRequestsAreAnsweredAsTheDocumentSays() throws Exception {
    for (Operation operation : inOrder()) {
      if (operation.path().contains("{class}") || operation.path().contains("{name}")) {
        Sent sent = send(operation.method(), path(operation, "no-class!"), Map.of(), null);
        assertTrue(sent.status >= 400, operation::toString);
        check(operation, sent);
      }
      if (operation.json().has("requestBody")) {
        Map<String, String> json = Map.of("content-type", "application/json");
        check(operation, send(operation.method(), path(operation, "Counter"), json, "{\"half"));
        check(operation, send(operation.method(), path(operation, "Counter"), json, "[[1]]"));
        Map<String, String> text = Map.of("content-type", "text/plain");
        check(operation, send(operation.method(), path(operation, "Counter"), text, "hello"));
      }
    }
    assertEquals(Set.of(), faults);
  }

  @Test
  void theAdminTokenIsAskedForWhereTheDocumentSaysSo() throws Exception {
    server.close();
    server =
        DaemonFixture.of(
            DaemonConfig.ephemeral()
                .withAdminToken(AdminToken.of("a-token-of-the-administrator-0123456789")));
    for (Operation operation : inOrder()) {
      if (!operation.id().equals("socket")) {
        Sent sent = send(operation.method(), path(operation, "Counter"), Map.of(), null);
        assertEquals(operation.isAdmin(), sent.status == 403, operation::toString);
        check(operation, sent);
      }
    }
    assertEquals(Set.of(), faults);
  }

  /** Deletions last: what they delete is what the others need. */
  private List<Operation> inOrder() {
    return api.operations().stream()
        .sorted(
            Comparator.<Operation, Boolean>comparing(it -> it.path().endsWith("/drop"))
                .thenComparing(it -> it.method().equals("DELETE")))
        .toList();
  }

  private boolean isOfClass(Operation operation) {
    return !DescriptionFiles.TOPICS.contains(operation.json().path("tags").path(0).textValue());
  }

  private Map<String, Map<String, Link>> links() {
    Map<String, Map<String, Link>> links = new HashMap<>();
    for (Operation from : api.operations()) {
      for (JsonNode answer : from.json().path("responses")) {
        for (JsonNode link : answer.path("links")) {
          link.path("parameters")
              .properties()
              .forEach(
                  it ->
                      links
                          .computeIfAbsent(
                              link.path("operationId").textValue(), key -> new HashMap<>())
                          .put(
                              it.getKey(),
                              new Link(
                                  from, it.getValue().textValue().replace("$response.body#", ""))));
        }
      }
    }
    return links;
  }

  private Sent send(Operation operation, Extent extent, Map<String, Link> linked) throws Exception {
    String path = operation.path();
    List<String> query = new ArrayList<>();
    Map<String, String> headers = new TreeMap<>();
    Map<String, String> found = values(linked);
    for (JsonNode reference : operation.json().path("parameters")) {
      JsonNode parameter = api.resolved(reference);
      String name = parameter.path("name").textValue();
      boolean wanted = extent == Extent.EVERYTHING && parameter.has("example");
      if (!parameter.path("required").booleanValue() && !wanted) {
        continue;
      }
      JsonNode example = parameter.path("example");
      String value = found.getOrDefault(name, example.asText());
      assertTrue(found.containsKey(name) || !example.isMissingNode(), operation.id() + " " + name);
      switch (parameter.path("in").textValue()) {
        case "path" -> path = path.replace('{' + name + '}', encoded(value));
        case "header" -> headers.put(name, value);
        default -> {
          if (example.isArray()) {
            example.forEach(it -> query.add(name + '=' + encoded(it.textValue())));
          } else {
            query.add(name + '=' + encoded(value));
          }
        }
      }
    }
    String body = body(operation, extent, headers);
    String target = query.isEmpty() ? path : path + '?' + String.join("&", query);
    return operation.json().path("responses").has("101")
        ? upgraded(target)
        : send(operation.method(), target, headers, body);
  }

  /** The example of the body, and its type in the headers; null for none. */
  private @Nullable String body(Operation operation, Extent extent, Map<String, String> headers) {
    JsonNode described = operation.json().path("requestBody");
    if (!described.path("required").booleanValue() && extent == Extent.REQUIRED) {
      return null;
    }
    for (Map.Entry<String, JsonNode> media : described.path("content").properties()) {
      JsonNode example = media.getValue().path("example");
      if (!example.isMissingNode()) {
        List<String> misfits = api.misfits(media.getValue().path("schema"), example);
        assertEquals(List.of(), misfits, operation::toString);
        headers.put("content-type", media.getKey());
        return media.getKey().endsWith("json") ? example.toString() : example.asText();
      }
    }
    return null;
  }

  /** What other operations say; a message that is on its way is waited for. */
  private Map<String, String> values(Map<String, Link> linked) throws Exception {
    Map<String, String> values = new HashMap<>();
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (values.size() < linked.size()) {
      assertTrue(System.nanoTime() < end, () -> "no answer has " + linked.keySet());
      Sent answer = send(linked.values().iterator().next().from, Extent.EVERYTHING, Map.of());
      JsonNode body = DescriptionFiles.JSON.readTree(answer.text);
      linked.forEach(
          (name, link) -> {
            JsonNode value = body.at(link.pointer);
            if (!value.isMissingNode()) {
              values.put(name, value.asText());
            }
          });
      if (values.size() < linked.size()) {
        LockSupport.parkNanos(20_000_000);
      }
    }
    return values;
  }

  private static String path(Operation operation, String className) {
    return operation
        .path()
        .replaceAll("\\{(class|name)}", encoded(className))
        .replaceAll("\\{[a-z]+}", "1.0.0");
  }

  private Sent send(
      String method, String target, Map<String, String> headers, @Nullable String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = server.request(target);
    headers.forEach(request::header);
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    HttpResponse<InputStream> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    String type = response.headers().firstValue("content-type").orElse("");
    try (InputStream in = response.body()) {
      // A stream has no end; its first bytes are enough.
      byte[] bytes = type.startsWith("text/event-stream") ? in.readNBytes(5) : in.readAllBytes();
      return new Sent(
          response.statusCode(), type, new String(bytes, StandardCharsets.UTF_8), response);
    }
  }

  private Sent upgraded(String target) throws Exception {
    URI uri = URI.create(server.daemon.uri().toString().replace("http", "ws") + target);
    WebSocket socket =
        http.newWebSocketBuilder().buildAsync(uri, new WebSocket.Listener() {}).get();
    socket.abort();
    return new Sent(101, "", "", null);
  }

  /** Notes what is not as the document says. */
  private void check(Operation operation, Sent sent) throws IOException {
    String what = operation.method() + " " + operation.path() + ": " + sent.status;
    JsonNode responses = operation.json().path("responses");
    if (!responses.has("" + sent.status)) {
      faults.add(what + " is not declared: " + sent.text);
      return;
    }
    JsonNode answer = api.resolved(responses.path("" + sent.status));
    undeclared(sent, answer.path("headers")).forEach(it -> faults.add(what + " has " + it));
    String type = sent.type.replaceFirst(";.*", "");
    if (!answer.has("content")) {
      assertEquals("", sent.text, what);
    } else if (!answer.path("content").has(type)) {
      faults.add(what + " is " + sent.type);
    } else if (type.endsWith("json")) {
      JsonNode schema = answer.path("content").path(type).path("schema");
      List<String> misfits = api.misfits(schema, DescriptionFiles.JSON.readTree(sent.text));
      misfits.forEach(it -> faults.add(what + ' ' + it + " in " + sent.text));
    }
  }

  /** Headers that the document knows and does not have in this answer. */
  private List<String> undeclared(Sent sent, JsonNode declared) {
    List<String> undeclared = new ArrayList<>();
    if (sent.response != null) {
      api.document
          .at("/components/headers")
          .fieldNames()
          .forEachRemaining(
              name -> {
                boolean is = sent.response.headers().firstValue(name).isPresent();
                if (is && !declared.has(name)) {
                  undeclared.add(name);
                }
              });
    }
    return undeclared;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
