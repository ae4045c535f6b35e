package io.actjs.actjsd.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.api.DescribedApi;
import io.actjs.actjsd.api.DescribedApi.Operation;
import io.actjs.model.ProblemCode;
import io.actjs.wire.JsonText;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every route and every method of the socket, sent by everybody, against the table of {@code
 * docs/access.md}. {@code -Dactjs.access.write=true} writes the table.
 */
class AccessMatrixTest {
  private static final Path PAGE = Path.of("../docs/access.md");
  private static final String BEGIN = "<!-- every route, by AccessMatrixTest -->\n";
  private static final String END = "<!-- end of every route -->\n";
  private static final String ADMIN = "the-administrator-of-the-matrix";

  /** A note is its owner's: whoever made it. */
  private static final String NOTE =
      """
      import { Actor, handler, type PolicyAction, type Principal } from 'actjs';
      export class Note extends Actor<{ owner: string; n: number }> {
        state = { owner: '', n: 0 };
        static policy(principal: Principal, action: PolicyAction<{ owner: string; n: number }>) {
          const { class: name, id } = action.actor.ref;
          return action.kind === 'create' || action.actor.state.owner === principal.sub
            || principal.sub === `cap:${name}:${id}`;
        }
        onInit() { this.state.owner = this.actjs.caller.principal.sub; }
        @handler('touch') touch() { return ++this.state.n; }
      }
      """;

  /** Who sends a request. */
  private enum Sender {
    NOBODY("no credential"),
    REVOKED("revoked token"),
    OTHER("another user"),
    OWNER("the owner"),
    BEARER("a capability for `touch` and `read`"),
    ADMINISTRATOR("administrator");

    private final String title;

    Sender(String title) {
      this.title = title;
    }
  }

  private static final String LET_IN = "yes";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Sender, String> tokens = new EnumMap<>(Sender.class);
  private DaemonFixture server;
  private int notes;

  @BeforeEach
  void start() {
    server =
        DaemonFixture.of(
            DaemonConfig.ephemeral()
                .withStop(() -> {})
                .withAccess(
                    AccessConfig.LOCKED
                        .withAdminToken(AdminToken.of(ADMIN))
                        .withDefaultPolicy(DefaultPolicy.ALLOW)));
    tokens.put(Sender.ADMINISTRATOR, ADMIN);
    publish("Note");
    publish("Other");
    tokens.put(Sender.OWNER, token("alice").path("token").textValue());
    tokens.put(Sender.OTHER, token("bob").path("token").textValue());
    JsonNode revoked = token("carol");
    tokens.put(Sender.REVOKED, revoked.path("token").textValue());
    send(Sender.ADMINISTRATOR, "DELETE", "/v1/admin/tokens/" + revoked.path("id").textValue(), "")
        .assertStatus(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void publish(String name) {
    String source = JsonText.quote(NOTE.replace("class Note", "class " + name));
    String body = "{\"version\":\"1.0.0\",\"source\":" + source + "}";
    send(Sender.ADMINISTRATOR, "POST", "/v1/classes/" + name + "/versions", body).assertStatus(201);
  }

  private JsonNode token(String sub) {
    String body = "{\"sub\":\"" + sub + "\"}";
    return send(Sender.ADMINISTRATOR, "POST", "/v1/admin/tokens", body).assertStatus(201).json();
  }

  private HttpRequest.Builder request(Sender sender, String path) {
    HttpRequest.Builder request = server.request(path).header("content-type", "application/json");
    String token = tokens.get(sender);
    String scheme = sender == Sender.BEARER ? "Capability " : "Bearer ";
    return token == null ? request : request.header("Authorization", scheme + token);
  }

  private Answer send(Sender sender, String method, String path, String body) {
    return server.send(request(sender, path).method(method, BodyPublishers.ofString(body)));
  }

  /** A new actor of the owner, which the capability is for from then on. */
  private String note() {
    String id = "n" + ++notes;
    send(Sender.OWNER, "POST", "/v1/actors/Note/" + id + "/touch", "{}").assertStatus(200);
    String wanted =
        "{\"class\":\"Note\",\"id\":\"%s\",\"methods\":[\"touch\"],\"grants\":[\"read\"],\"ttlMs\":600000}"
            .formatted(id);
    Answer minted = send(Sender.ADMINISTRATOR, "POST", "/v1/admin/capabilities", wanted);
    tokens.put(Sender.BEARER, minted.assertStatus(201).json().path("token").textValue());
    return id;
  }

  @Test
  void everybodyIsLetInWhereTheTableSaysSoAndNowhereElse() throws Exception {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (Operation operation : operations()) {
      List<String> row = new ArrayList<>();
      for (Sender sender : Sender.values()) {
        row.add(outcome(operation, sender));
      }
      rows.put(operation.method() + " " + operation.path(), row);
      // Whatever the table says.
      if (operation.isAdmin()) {
        assertFalse(row.subList(0, row.size() - 1).contains(LET_IN), operation::toString);
      }
    }
    for (String method : methods()) {
      List<String> row = new ArrayList<>();
      for (Sender sender : Sender.values()) {
        row.add(outcome(method, sender));
      }
      rows.put(method, row);
    }
    String page = Files.readString(PAGE);
    String table = table(rows);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    if (Boolean.getBoolean("actjs.access.write")) {
      Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
    } else {
      assertEquals(page.substring(from, to), table, "write it with -Dactjs.access.write=true");
    }
  }

  private List<Operation> operations() {
    JsonNode document =
        send(Sender.ADMINISTRATOR, "GET", "/openapi.json", "").assertStatus(200).json();
    return new DescribedApi(document).operations().stream().filter(it -> !isOfClass(it)).toList();
  }

  /** Handlers of published classes have routes of their own in the document. */
  private static boolean isOfClass(Operation operation) {
    return operation.path().contains("/Note") || operation.path().contains("/Other");
  }

  private String outcome(Operation operation, Sender sender) throws Exception {
    // What administrators do to a class would stand in the way of the others.
    String className = operation.isAdmin() ? "Other" : "Note";
    String note = note();
    String path =
        operation
            .path()
            .replaceAll("\\{(class|name)}", className)
            .replace("{id}", operation.path().startsWith("/v1/admin") ? "x" : note)
            .replace("{method}", "touch")
            .replace("{type}", "touch")
            .replace("{version}", "1.0.0")
            .replaceAll("\\{[a-z]+}", "x");
    if (operation.json().path("responses").has("101")) {
      return opened(sender) == null ? "401" : LET_IN;
    }
    HttpRequest request = request(sender, path).method(operation.method(), body(operation)).build();
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    // A stream has no end.
    response.body().close();
    int status = response.statusCode();
    return status == 401 || status == 403 ? "" + status : LET_IN;
  }

  private static HttpRequest.BodyPublisher body(Operation operation) {
    JsonNode content = operation.json().path("requestBody").path("content");
    JsonNode example = content.path("application/json").path("example");
    boolean isOfActor = operation.path().startsWith("/v1/actors/");
    return BodyPublishers.ofString(isOfActor || example.isMissingNode() ? "{}" : "" + example);
  }

  private @Nullable RpcClient opened(Sender sender) {
    String token = tokens.get(sender);
    try {
      return server.socket(token == null ? "" : "?token=" + token);
    } catch (CompletionException e) {
      return null;
    }
  }

  /** The methods that clients send. */
  private List<String> methods() {
    JsonNode messages =
        send(Sender.ADMINISTRATOR, "GET", "/asyncapi.json", "")
            .assertStatus(200)
            .json()
            .at("/components/messages");
    TreeSet<String> methods = new TreeSet<>();
    for (JsonNode message : messages) {
      JsonNode payload = message.path("payload");
      boolean isRequest = payload.path("properties").has("id");
      String method = payload.at("/properties/method/const").textValue();
      if (isRequest && method != null) {
        methods.add(method);
      }
    }
    return List.copyOf(methods);
  }

  private String outcome(String method, Sender sender) {
    String note = note();
    RpcClient socket = opened(sender);
    if (socket == null) {
      return "401";
    }
    String params =
        "{\"class\":\"Note\",\"id\":\"%s\",\"method\":\"touch\",\"type\":\"touch\",\"args\":{}}"
            .formatted(note);
    socket.send(RpcClient.frame(1, method, params));
    JsonNode reply = socket.next();
    while (!reply.has("id")) {
      reply = socket.next();
    }
    String code = reply.at("/error/data/code").asText("");
    for (ProblemCode refusal :
        List.of(ProblemCode.Unauthorized, ProblemCode.Forbidden, ProblemCode.PolicyDenied)) {
      if (code.equals(refusal.name())) {
        return "" + refusal.httpStatus();
      }
    }
    return LET_IN;
  }

  private static String table(Map<String, List<String>> rows) {
    StringBuilder table = new StringBuilder("| |");
    for (Sender sender : Sender.values()) {
      table.append(' ').append(sender.title).append(" |");
    }
    table.append("\n|---|").append("---|".repeat(Sender.values().length)).append('\n');
    rows.forEach(
        (what, row) ->
            table.append(
                Stream.concat(Stream.of("`" + what + "`"), row.stream())
                    .collect(Collectors.joining(" | ", "| ", " |\n"))));
    return table.toString();
  }
}
