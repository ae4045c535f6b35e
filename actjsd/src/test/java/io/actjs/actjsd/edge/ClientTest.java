package io.actjs.actjsd.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.connection.HttpLimits;
import io.actjs.actjsd.http.CrossOrigin;
import io.actjs.actjsd.http.HttpServer;
import io.actjs.actjsd.http.Pages;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.tls.ServerTls;
import io.actjs.actjsd.tls.TestTls;
import io.actjs.policy.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the server knows of whoever sends a request, certificates included. */
class ClientTest {
  private @Nullable HttpServer server;
  private int port;

  private void start(@Nullable ServerTls tls, TrustedProxies proxies) throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
    server =
        new HttpServer(
            listening,
            (request, response, callback) -> null,
            new Handler.Wrapper(),
            endpoint -> endpoint.handler,
            HttpLimits.of(Limits.DEFAULT.with("connections-per-address=2")),
            () -> new Edge(AllowedHosts.LOOPBACK, proxies, tls, true),
            () -> CrossOrigin.NONE,
            Pages.NONE,
            routes -> routes.get("/who", ctx -> ctx.result(who(Requests.request(ctx)))));
    server.start();
  }

  private static String who(Request request) {
    Client client = Client.of(request);
    List<String> names =
        Client.certificates(request).stream()
            .map(it -> it.getSubjectX500Principal().getName())
            .toList();
    return String.valueOf(client.address()) + " " + client.secure() + " " + names;
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop();
    }
  }

  private HttpResponse<String> get(HttpClient http, String... headers)
      throws IOException, InterruptedException {
    String address = scheme + "://127.0.0.1:" + port + "/who";
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
    return http.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String scheme = "https";

  private String seen(@Nullable String certificate, String... headers)
      throws IOException, InterruptedException {
    try (HttpClient http =
        HttpClient.newBuilder().sslContext(TestTls.client(certificate)).build()) {
      return get(http, headers).body();
    }
  }

  @Test
  void aVerifiedCertificateIsKnown() throws Exception {
    start(ServerTls.of(TestTls.filesWithClientCa()), TrustedProxies.NONE);
    assertEquals("/127.0.0.1 true [CN=alice]", seen("client"));
    assertEquals("/127.0.0.1 true []", seen(null));
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNotKnown() throws Exception {
    start(ServerTls.of(TestTls.filesWithClientCa()), TrustedProxies.NONE);
    try {
      assertEquals("/127.0.0.1 true []", seen("stranger"));
    } catch (IOException e) {
      // Refused in the handshake.
      assertTrue(e instanceof javax.net.ssl.SSLException || e.getMessage() != null, e.toString());
    }
  }

  @Test
  void nobodyIsAskedForACertificateWithoutAnAuthority() throws Exception {
    start(ServerTls.of(TestTls.files()), TrustedProxies.NONE);
    assertEquals("/127.0.0.1 true []", seen("client"));
  }

  @Test
  void theCertificateOfAProxyIsNotItsClients() throws Exception {
    start(ServerTls.of(TestTls.filesWithClientCa()), TrustedProxies.of(List.of("127.0.0.1")));
    assertEquals("/203.0.113.9 true []", seen("client", "X-Forwarded-For", "203.0.113.9"));
    assertEquals("/127.0.0.1 true [CN=alice]", seen("client"));
  }

  @Test
  void theClientsOfAProxyShareItsAddressButNotItsLimit() throws Exception {
    scheme = "http";
    start(null, TrustedProxies.of(List.of("127.0.0.1")));
    try (HttpClient one = HttpClient.newHttpClient();
        HttpClient two = HttpClient.newHttpClient();
        HttpClient three = HttpClient.newHttpClient()) {
      for (HttpClient each : new HttpClient[] {one, two, three}) {
        assertEquals("/203.0.113.9 false []", get(each, "X-Forwarded-For", "203.0.113.9").body());
      }
    }
  }
}
