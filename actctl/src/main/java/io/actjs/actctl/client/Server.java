package io.actjs.actctl.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Diagnostics;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.MalformedJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A server's REST interface: a path and JSON in, JSON out. A problem document becomes a {@link
 * Failure} with its code; a server that cannot be reached becomes one without.
 */
public final class Server {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than any default deadline of the server. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration LONG_ANSWER_TIMEOUT = Duration.ofHours(1);

  private static final int UNAUTHORIZED = 401;
  private static final String BEARER = "Bearer ";
  private static final String AS = "x-actjs-as";

  /** Of one answer: more than a server lets a state or a result have. */
  private static final long MOST_BYTES = 64L << 20;

  private final String base;
  private final @Nullable String token;
  private final @Nullable String manifest;
  private final boolean strict;
  private final @Nullable SSLContext trust;
  private final @Nullable String principal;
  private final Consumer<String> warnings;
  private @Nullable HttpClient client;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /**
   * @param token what it is to present, or null
   * @param warnings receives the warnings of the server, each text once
   */
  public Server(URI base, @Nullable String token, Consumer<String> warnings) {
    this(base.toString().replaceAll("/+$", ""), token, null, false, null, null, warnings);
  }

  private Server(
      String base,
      @Nullable String token,
      @Nullable String manifest,
      boolean strict,
      @Nullable SSLContext trust,
      @Nullable String principal,
      Consumer<String> warnings) {
    this.base = base;
    this.token = token;
    this.manifest = manifest;
    this.strict = strict;
    this.trust = trust;
    this.principal = principal;
    this.warnings = warnings;
  }

  /**
   * The same server, its requests pinned to the manifest; to none for null.
   *
   * @param strictly whether they are refused when the pin cannot be kept
   */
  public Server pinned(@Nullable String sha, boolean strictly) {
    return new Server(base, token, sha, strictly, trust, principal, warnings);
  }

  /** The same server, whose certificate is verified so; else the system's authorities do. */
  public Server trusting(SSLContext authorities) {
    return new Server(base, token, manifest, strict, authorities, principal, warnings);
  }

  /**
   * The same server, asked on behalf of a principal, which administrators alone may do.
   *
   * @param json the principal: an object with {@code sub}, and perhaps {@code roles}, {@code
   *     tenant} and {@code claims}; null for nobody but oneself
   */
  public Server as(@Nullable JsonNode json) {
    String header =
        json == null
            ? null
            : Base64.getEncoder().encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    return new Server(base, token, manifest, strict, trust, header, warnings);
  }

  /** Whether requests are refused when the pin cannot be kept. */
  boolean strict() {
    return strict;
  }

  /** The manifest that requests are pinned to, or null. */
  @Nullable String manifest() {
    return manifest;
  }

  /** The path of the segments, each percent-encoded. */
  public static String path(String... segments) {
    StringBuilder path = new StringBuilder();
    for (String segment : segments) {
      path.append('/').append(encode(segment));
    }
    return path.toString();
  }

  /** The text as a path segment or a query value. */
  public static String encode(String text) {
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    // A segment of dots only would be taken as a relative path.
    return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
  }

  public JsonNode get(String path) {
    return send("GET", path, null);
  }

  /**
   * @param json the body, or null for none
   */
  public JsonNode post(String path, @Nullable String json) {
    return send("POST", path, json);
  }

  /**
   * For what takes the server as long as its store is large.
   *
   * @param json the body
   */
  public JsonNode postPatiently(String path, String json) {
    return send("POST", path, json, LONG_ANSWER_TIMEOUT);
  }

  public JsonNode patch(String path, String json) {
    return send("PATCH", path, json);
  }

  public JsonNode delete(String path) {
    return send("DELETE", path, null);
  }

  /** A WebSocket that is opened with the same credentials. */
  WebSocket.Builder socket() {
    WebSocket.Builder socket = client().newWebSocketBuilder();
    if (principal != null) {
      socket.header(AS, principal);
    }
    return token == null ? socket : socket.header("authorization", BEARER + token);
  }

  /** The address of the WebSocket. */
  URI webSocket() {
    return URI.create(base.replaceFirst("^http", "ws") + "/v1/ws");
  }

  /** The client, created on first use. */
  synchronized HttpClient client() {
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT_TIMEOUT);
      client = (trust == null ? builder : builder.sslContext(trust)).build();
    }
    return client;
  }

  /** The answer as a text, whatever it is. */
  public String text(String path) {
    HttpRequest request = request("GET", path, null).timeout(ANSWER_TIMEOUT).build();
    return exchange(
        client -> {
          HttpResponse<String> response =
              client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
          if (response.statusCode() == 200) {
            return response.body();
          }
          throw failure(response.statusCode(), response.body());
        });
  }

  /** Writes the bytes of the answer to the target, without a deadline. */
  public void download(String path, OutputStream target) {
    HttpRequest request = request("POST", path, null).build();
    var unused =
        exchange(
            client -> {
              HttpResponse<InputStream> response =
                  client.send(request, BodyHandlers.ofInputStream());
              try (InputStream body = response.body()) {
                if (response.statusCode() == 200) {
                  return body.transferTo(target);
                }
                String problem = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                throw failure(response.statusCode(), problem);
              }
            });
  }

  /**
   * Calls a handler and takes what it yields as it comes, without a deadline of its own.
   *
   * @param json the body
   * @param each gets {@code {"value":…}} of each value
   * @return the last line: {@code {"result":…,"version":…}}
   */
  public JsonNode values(String path, String json, Consumer<JsonNode> each) {
    HttpRequest request =
        request("POST", path, json).setHeader("accept", "application/x-ndjson").build();
    return exchange(
        client -> {
          HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
          response.headers().allValues("warning").forEach(this::warn);
          try (BufferedReader lines =
              new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            if (response.statusCode() != 200) {
              throw failure(response.statusCode(), lines.lines().collect(Collectors.joining("\n")));
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
              JsonNode message = parse(200, line);
              if (message.has("error")) {
                throw failure(200, message.get("error").toString());
              }
              if (!message.has("value")) {
                return message;
              }
              each.accept(message);
            }
          }
          throw new IOException("the answer was cut off");
        });
  }

  private HttpRequest.Builder request(String method, String path, @Nullable String json) {
    BodyPublisher body =
        json == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(json, StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("accept", "application/json")
            .method(method, body);
    if (json != null) {
      request.header("content-type", "application/json");
    }
    if (token != null) {
      request.header("authorization", BEARER + token);
    }
    if (principal != null) {
      request.header(AS, principal);
    }
    if (manifest != null) {
      request.header("x-actjs-manifest", manifest);
    }
    if (strict) {
      request.header("x-actjs-pin", "strict");
    }
    return request;
  }

  private JsonNode send(String method, String path, @Nullable String json) {
    return send(method, path, json, ANSWER_TIMEOUT);
  }

  private JsonNode send(String method, String path, @Nullable String json, Duration patience) {
    HttpRequest request = request(method, path, json).timeout(patience).build();
    return exchange(
        client ->
            answer(
                client.send(
                    request,
                    BodyHandlers.limiting(
                        BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_BYTES))));
  }

  private interface Exchange<T> {
    T with(HttpClient client) throws IOException, InterruptedException;
  }

  private <T> T exchange(Exchange<T> exchange) {
    try {
      return exchange.with(client());
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while waiting for " + base, e);
    }
  }

  private JsonNode answer(HttpResponse<String> response) {
    response.headers().allValues("warning").forEach(this::warn);
    if (response.statusCode() < 300) {
      return parse(response.statusCode(), response.body());
    }
    throw failure(response.statusCode(), response.body());
  }

  private JsonNode parse(int status, String body) {
    try {
      return Json.parse(body);
    } catch (MalformedJson e) {
      throw notActjs(status, e);
    }
  }

  private Failure failure(int status, String body) {
    JsonNode document = parse(status, body);
    String code = document.path("code").asText("");
    if (code.isEmpty()) {
      return notActjs(status, null);
    }
    String detail = document.path("detail").asText(document.path("title").asText());
    return Failure.answered(code, detail, Diagnostics.of(document), document);
  }

  /**
   * @param header {@code 299 - "text"}
   */
  private void warn(String header) {
    if (warned.add(header)) {
      warnings.accept(header.replaceFirst("^\\d+ \\S+ \"(.*)\"$", "$1"));
    }
  }

  private Failure notActjs(int status, @Nullable Throwable cause) {
    return new Failure(
        base + " answered " + status + ", but not like an actjs server; check the address", cause);
  }

  private static @Nullable SSLException tlsFailure(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof SSLException tls) {
        return tls;
      }
    }
    return null;
  }

  /** The failure that a broken or refused connection is for the user. */
  public Failure unreachable(Throwable e) {
    if (e instanceof ConnectException || e.getCause() instanceof ConnectException) {
      return new Failure(
          "cannot reach a server at "
              + base
              + "; start one with \"actctl start\", or name another with --server or ACTJS_URL",
          e);
    }
    SSLException tls = tlsFailure(e);
    if (tls != null) {
      return new Failure(
          "cannot agree on TLS with "
              + base
              + ": "
              + tls.getMessage()
              + "; name the authority of its certificate with --ca or ACTJS_CA, use one of the names"
              + " of the certificate, or http:// if the server does not speak TLS",
          e);
    }
    if (e instanceof WebSocketHandshakeException refused) {
      if (refused.getResponse().statusCode() == UNAUTHORIZED) {
        return new Failure(
            "Unauthorized",
            base + " does not admit this; present a valid token with --token",
            List.of(),
            e);
      }
      return notActjs(refused.getResponse().statusCode(), e);
    }
    if (e instanceof HttpTimeoutException) {
      return new Failure(base + " took too long to answer; the request may still take effect", e);
    }
    String reason = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    return new Failure(
        "lost the connection to " + base + " (" + reason + "); the request may have taken effect",
        e);
  }
}
