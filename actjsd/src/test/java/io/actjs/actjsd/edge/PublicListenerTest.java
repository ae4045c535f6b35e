package io.actjs.actjsd.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Answer;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Network;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.Sources;
import io.actjs.actjsd.access.AccessConfig;
import io.actjs.actjsd.access.AdminToken;
import io.actjs.actjsd.http.CrossOrigin;
import io.actjs.actjsd.rate.RateRules;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server on all addresses of its machine, as web pages and proxies of others meet it. */
class PublicListenerTest {
  private static final String CALL = "POST /v1/actors/Counter/a/inc";
  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    Network network =
        Network.DEFAULT
            .withInsecure(true)
            .withHosts(AllowedHosts.of(List.of("shop.example.org", "*.example.net")));
    server =
        DaemonFixture.of(
                DaemonConfig.ephemeral()
                    .withHost("0.0.0.0")
                    .withCrossOrigin(CrossOrigin.of(List.of("https://partner.example")))
                    .withNetwork(network))
            .with("Counter", Sources.COUNTER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String answer(DaemonFixture to, String line, String... headers)
      throws IOException {
    try (RawSocket socket = new RawSocket(to.daemon.port())) {
      socket.write(
          line
              + " HTTP/1.1\r\nContent-Length: 0\r\nConnection: close\r\n"
              + String.join("\r\n", headers)
              + "\r\n\r\n");
      return socket.readAll();
    }
  }

  private static void assertStatus(int status, String line, String... headers) throws IOException {
    String answer = answer(server, line, headers);
    assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"shop.example.org", "shop.example.org:3000", "a.example.net", "localhost:1"})
  void itIsUsedUnderItsNames(String host) throws IOException {
    assertStatus(200, CALL, "Host: " + host);
    assertStatus(200, CALL, "Host: " + host, "Origin: http://" + host);
    assertStatus(200, CALL, "Host: " + host, "Origin: https://partner.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {CALL, "GET /v1/actors/Counter/a", "GET /v1/ws", "GET /v1/classes"})
  void aNameThatSomebodyElsePointsHereIsRefused(String line) throws IOException {
    assertStatus(403, line, "Host: rebound.evil.example");
    assertStatus(403, line, "Host: rebound.evil.example", "Origin: http://rebound.evil.example");
    assertStatus(403, line, "Host: shop.example.org.evil.example");
    assertStatus(403, line, "Host: 203.0.113.9");
  }

  @ParameterizedTest
  @ValueSource(strings = {CALL, "GET /v1/actors/Counter/a", "GET /v1/ws"})
  void aPageOfAnotherOriginIsRefused(String line) throws IOException {
    String host = "Host: shop.example.org";
    assertStatus(403, line, host, "Origin: https://evil.example");
    assertStatus(403, line, host, "Origin: null");
    assertStatus(403, line, host, "Origin: http://localhost:5173");
    assertStatus(403, line, host, "Origin: https://other.example.net");
    assertStatus(403, line, host, "Sec-Fetch-Site: cross-site");
    assertStatus(403, line, host, "Sec-Fetch-Site: same-site");
    assertStatus(
        403, line, host, "Origin: https://shop.example.org", "Origin: https://evil.example");
  }

  @Test
  void aPageOfAnotherSiteMayAskWhetherItIsThere() throws IOException {
    assertStatus(200, "GET /v1/health", "Host: shop.example.org", "Sec-Fetch-Site: cross-site");
  }

  @Test
  void w35_aWebSocketOfAnotherOriginIsRefused() throws IOException {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      assertTrue(socket.upgrade("Origin: https://evil.example\r\n").startsWith("HTTP/1.1 403"));
    }
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      assertTrue(socket.upgrade("Origin: https://partner.example\r\n").startsWith("HTTP/1.1 101"));
    }
  }

  @Test
  void headersOfWhoIsNoProxyMeanNothing() throws IOException {
    String host = "Host: shop.example.org";
    assertStatus(403, CALL, "Host: evil.example", "X-Forwarded-Host: shop.example.org");
    assertStatus(403, CALL, "Host: evil.example", "Forwarded: host=shop.example.org");
    assertStatus(200, CALL, host, "X-Forwarded-Host: evil.example", "Forwarded: for=\"");
  }

  @Test
  void answersAreNotToBeGuessedAt() {
    Answer answer = server.get("/v1/health");
    assertEquals("nosniff", answer.header("x-content-type-options"));
    assertEquals("http://127.0.0.1:" + server.daemon.port(), server.daemon.uri().toString());
    try (DaemonFixture local = DaemonFixture.ephemeral()) {
      assertFalse(
          local.get("/v1/health").response().headers().map().containsKey("x-content-type-options"),
          "what nobody on this machine needs is not sent");
    }
  }

  @Test
  void answersForAdministratorsAreNotKept() {
    assertEquals("no-store", server.get("/v1/admin/audit").header("cache-control"));
  }

  @Test
  void withoutUsersItDoesNotStartAndLeavesNothingBehind(@TempDir Path temp) {
    DaemonConfig config = DaemonConfig.at(temp).withHost("0.0.0.0").withPort(0);
    ActjsException e = assertThrows(ActjsException.class, () -> Daemon.start(config));
    assertEquals(ProblemCode.Forbidden, e.code());
    // The directory is free again, and --insecure is the way to have it all the same.
    Network open = Network.DEFAULT.withInsecure(true);
    try (Daemon daemon = Daemon.start(config.withNetwork(open))) {
      assertTrue(daemon.port() > 0);
    }
  }

  @Test
  void aTokenOfTheStoreMakesItAServerWithUsers(@TempDir Path temp) {
    DaemonConfig locked =
        DaemonConfig.at(temp)
            .withAccess(AccessConfig.LOCKED.withAdminToken(AdminToken.of("geheim-genug")));
    DaemonConfig open = locked.withHost("0.0.0.0").withPort(0);
    // An administrator is no user.
    assertThrows(ActjsException.class, () -> Daemon.start(open));
    try (DaemonFixture local = DaemonFixture.of(locked)) {
      local
          .send(
              local
                  .request("/v1/admin/tokens")
                  .header("Authorization", "Bearer geheim-genug")
                  .header("content-type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"sub\":\"alice\"}")))
          .assertStatus(201);
    }
    try (Daemon daemon = Daemon.start(open)) {
      assertTrue(daemon.port() > 0);
    }
    // With an open door nobody looks at tokens, so they keep nobody out.
    assertThrows(ActjsException.class, () -> Daemon.start(open.withAccess(AccessConfig.OPEN)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-Host: shop.example.org   | 200",
        "X-Forwarded-Host: evil.example       | 403",
        "Forwarded: for=1.2.3.4;host=shop.example.org | 200",
        "Forwarded: for=1.2.3.4;host=evil.example     | 403",
        "Forwarded: for=\"                    | 400",
        "X-Forwarded-For: nonsense            | 400",
        "X-Forwarded-Proto: gopher            | 400",
        "X-Forwarded-For: nonsense, 1.2.3.4   | 200",
      })
  void whatAProxySaysIsChecked(String header, int status) throws IOException {
    try (DaemonFixture proxied = proxied()) {
      String answer = answer(proxied, "GET /v1/classes", "Host: localhost", header);
      assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
    }
  }

  private static DaemonFixture proxied() {
    return DaemonFixture.of(
        DaemonConfig.ephemeral()
            .withNetwork(
                Network.DEFAULT
                    .withProxies(TrustedProxies.of(List.of("127.0.0.0/8")))
                    .withHosts(AllowedHosts.of(List.of("shop.example.org")))));
  }

  @Test
  void aPageBehindAProxyIsOwnByItsOwnName() throws IOException {
    try (DaemonFixture proxied = proxied()) {
      String[] told = {
        "Host: 127.0.0.1:3000", "X-Forwarded-Host: shop.example.org", "X-Forwarded-Proto: https", ""
      };
      told[3] = "Origin: https://shop.example.org";
      assertTrue(answer(proxied, "GET /v1/classes", told).startsWith("HTTP/1.1 200"));
      told[3] = "Origin: http://shop.example.org";
      assertTrue(answer(proxied, "GET /v1/classes", told).startsWith("HTTP/1.1 403"));
      told[3] = "Origin: http://127.0.0.1:3000";
      assertTrue(answer(proxied, "GET /v1/classes", told).startsWith("HTTP/1.1 403"));
    }
  }

  @Test
  void clientsBehindAProxyAreLimitedByTheirOwnAddresses() throws IOException {
    try (DaemonFixture proxied =
        DaemonFixture.of(
            DaemonConfig.ephemeral()
                .withRates(RateRules.parse(List.of("address=2/h")))
                .withNetwork(
                    Network.DEFAULT.withProxies(TrustedProxies.of(List.of("127.0.0.1")))))) {
      String last = "";
      for (int i = 0; i < 3; i++) {
        last = classes(proxied, "198.51.100.1, 203.0.113.9");
      }
      assertTrue(last.startsWith("HTTP/1.1 429"), last);
      assertTrue(classes(proxied, "203.0.113.9, 198.51.100.1").startsWith("HTTP/1.1 200"));
      // What a client makes up does not give it another address.
      assertTrue(classes(proxied, "192.0.2.55, 203.0.113.9").startsWith("HTTP/1.1 429"));
    }
  }

  private static String classes(DaemonFixture at, String forwardedFor) throws IOException {
    return answer(at, "GET /v1/classes", "Host: localhost", "X-Forwarded-For: " + forwardedFor);
  }
}
