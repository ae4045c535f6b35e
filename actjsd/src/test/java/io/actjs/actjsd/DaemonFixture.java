package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actjsd.tls.TestTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A daemon on a free port, and clients for it. */
public final class DaemonFixture implements AutoCloseable {
  private final SSLContext trust;
  private final HttpClient http;
  private final List<RpcClient> sockets = new ArrayList<>();
  private final List<SseClient> streams = new ArrayList<>();
  public final Daemon daemon;

  private DaemonFixture(DaemonConfig config, SSLContext trust) {
    this.trust = trust;
    http = HttpClient.newBuilder().sslContext(trust).build();
    daemon = Daemon.start(config);
  }

  /** One on the port of its configuration. */
  static DaemonFixture on(DaemonConfig config, SSLContext trust) {
    return new DaemonFixture(config, trust);
  }

  public static DaemonFixture ephemeral() {
    return of(DaemonConfig.ephemeral());
  }

  public static DaemonFixture of(DaemonConfig config) {
    boolean tls = TestTls.EVERYWHERE && config.network().tls() == null;
    return of(
        tls ? config.withNetwork(config.network().withTls(TestTls.files())) : config,
        TestTls.client());
  }

  /**
   * @param trust of the clients
   */
  public static DaemonFixture of(DaemonConfig config, SSLContext trust) {
    return new DaemonFixture(config.withPort(0), trust);
  }

  public static DaemonFixture at(Path dataDir) {
    return of(DaemonConfig.at(dataDir));
  }

  public DaemonFixture with(String className, String source) {
    publish(className, "1.0.0", source).assertStatus(201);
    return this;
  }

  public Answer publish(String className, String version, String source) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("version", version).put("source", source);
    return post("/v1/classes/" + className + "/versions", body.toString());
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer delete(String path) {
    return send(request(path).DELETE());
  }

  public Answer post(String path, String json) {
    return send(
        request(path)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  public Answer patch(String path, String json) {
    return send(
        request(path)
            .header("content-type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
  }

  /** The sha of the manifest that the requirement resolves to. */
  public String resolve(String root) {
    return get("/v1/manifest?root=" + root.replace("^", "%5E"))
        .assertStatus(200)
        .json()
        .get("sha256")
        .textValue();
  }

  /** A request that is pinned by the header. */
  public Answer pinned(String sha, String path, String json) {
    return send(
        request(path)
            .header("content-type", "application/json")
            .header("X-Actjs-Manifest", sha)
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  public Answer post(String path) {
    return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(daemon.uri() + path)).timeout(Duration.ofSeconds(60));
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A stream of events whose first comment has come. */
  public SseClient stream(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(daemon.uri() + path));
    SseClient stream =
        new SseClient(
            HttpClient.newBuilder().sslContext(trust).build(),
            (headers.length == 0 ? request : request.headers(headers)).build());
    streams.add(stream);
    assertEquals("open", stream.next().comment());
    return stream;
  }

  public RpcClient socket() {
    return socket("");
  }

  /** One that reads nothing before it is told to listen. */
  public RpcClient deafSocket() {
    RpcClient socket = RpcClient.connectDeaf(http, daemon.uri());
    sockets.add(socket);
    return socket;
  }

  /**
   * @param query of the upgrade, with its question mark, or empty
   */
  public RpcClient socket(String query) {
    RpcClient socket = RpcClient.connect(http, daemon.uri(), query);
    sockets.add(socket);
    return socket;
  }

  @Override
  public void close() {
    sockets.forEach(RpcClient::abort);
    streams.forEach(SseClient::close);
    daemon.close();
    http.close();
  }
}
