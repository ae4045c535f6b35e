package io.actjs.actjsd.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client can make a server believe through a proxy, and what not. */
class TrustedProxiesTest {
  private static final String PROXY = "10.0.0.1";
  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8", "192.0.2.7"));

  /** A request of whoever is connected; headers are names and values in turn. */
  private static Request request(String peer, boolean secure, String... headers) {
    HttpFields.Mutable fields = HttpFields.build().add("Host", "upstream:3000");
    for (int i = 0; i < headers.length; i += 2) {
      fields.add(headers[i], headers[i + 1]);
    }
    ConnectionMetaData connection =
        proxy(
            ConnectionMetaData.class,
            Map.of(
                "getRemoteSocketAddress",
                new InetSocketAddress(InetAddress.ofLiteral(peer), 40_000)));
    Map<String, Object> attributes = new HashMap<>();
    return (Request)
        Proxy.newProxyInstance(
            Request.class.getClassLoader(),
            new Class<?>[] {Request.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getHeaders" -> fields;
                  case "getConnectionMetaData" -> connection;
                  case "isSecure" -> secure;
                  case "getAttribute" -> attributes.get((String) arguments[0]);
                  case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                  default -> throw new AssertionError(method.toString());
                });
  }

  private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object answer = answers.get(method.getName());
              assertNotNull(answer, method.toString());
              return answer;
            }));
  }

  private static Client client(String... headers) {
    return PROXIES.client(request(PROXY, false, headers));
  }

  private static void assertAddress(String expected, Client client) {
    assertEquals(InetAddress.ofLiteral(expected), client.address());
  }

  @Test
  void othersAreNotBelieved() {
    String[] all = {
      "Forwarded", "for=1.1.1.1;proto=https;host=evil.example",
      "X-Forwarded-For", "1.1.1.1",
      "X-Forwarded-Proto", "https",
      "X-Forwarded-Host", "evil.example"
    };
    for (TrustedProxies proxies : new TrustedProxies[] {PROXIES, TrustedProxies.NONE}) {
      Request request = request("203.0.113.9", false, all);
      Client client = proxies.client(request);
      assertAddress("203.0.113.9", client);
      assertFalse(client.secure());
      assertFalse(client.forwarded());
      assertEquals("upstream:3000", client.host());
      assertEquals(client, Client.of(request));
    }
    // What is malformed is not even looked at.
    PROXIES.client(request("203.0.113.9", false, "Forwarded", "for=\""));
  }

  @Test
  void aProxyIsBelieved() {
    Request request =
        request(
            PROXY,
            false,
            "X-Forwarded-For",
            "203.0.113.9",
            "X-Forwarded-Proto",
            "https",
            "X-Forwarded-Host",
            "shop.example.org");
    Client client = PROXIES.client(request);
    assertAddress("203.0.113.9", client);
    assertTrue(client.secure());
    assertTrue(client.forwarded());
    assertEquals("shop.example.org", client.host());
    assertEquals(client, Client.of(request));
    assertEquals(
        client, client("Forwarded", "for=203.0.113.9; proto=https ;host=\"shop.example.org\""));
    assertTrue(PROXIES.client(request(PROXY, false, "X-Forwarded-Proto", "wss")).secure());
    assertFalse(PROXIES.client(request(PROXY, true, "X-Forwarded-Proto", "http")).secure());
    assertTrue(PROXIES.client(request(PROXY, true, "X-Forwarded-For", "203.0.113.9")).secure());
    assertAddress(PROXY, client());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.1.1.1, 203.0.113.9                | 203.0.113.9",
        "localhost, <script>, 203.0.113.9    | 203.0.113.9",
        "1.1.1.1, 203.0.113.9, 10.4.4.4      | 203.0.113.9",
        "1.1.1.1, 203.0.113.9, 192.0.2.7, 10.4.4.4 | 203.0.113.9",
        "10.9.9.9, 10.4.4.4                  | 10.9.9.9",
        "1.1.1.1, 203.0.113.9,,              | 203.0.113.9",
        "203.0.113.9:5123                    | 203.0.113.9",
        "[2001:db8::5]:5123                  | 2001:db8::5",
        "2001:db8::5                         | 2001:db8::5",
        "::ffff:203.0.113.9                  | 203.0.113.9",
        "1.1.1.1, unknown                    | 10.0.0.1",
        "1.1.1.1, unknown, 10.4.4.4          | 10.4.4.4",
      })
  void onlyWhatTheNearestProxiesSayCounts(String header, String address) {
    assertAddress(address, client("X-Forwarded-For", header));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=1.1.1.1, for=203.0.113.9                    | 203.0.113.9",
        "for=\"1.1.1.1, for=9.9.9.9\", for=203.0.113.9   | 203.0.113.9",
        "for=\"a\\\"b\", for=203.0.113.9                 | 203.0.113.9",
        "For=\"[2001:db8::5]:4711\"                      | 2001:db8::5",
        "for=\"203.0.113.9:80\";by=_x;ext=\"a;b\"        | 203.0.113.9",
        "for=203.0.113.9, by=10.0.0.2;for=\"10.4.4.4\"   | 203.0.113.9",
        "for=1.1.1.1, for=_hidden                        | 10.0.0.1",
        "for=1.1.1.1, for=unknown, for=10.4.4.4          | 10.4.4.4",
        "for=1.1.1.1, proto=https                        | 10.0.0.1",
      })
  void theStandardHeaderIsReadTheSameWay(String header, String address) {
    assertAddress(address, client("Forwarded", header));
  }

  @Test
  void schemeAndHostAreThoseOfTheSameElement() {
    Client client =
        client(
            "Forwarded",
            "for=1.1.1.1;proto=https;host=evil.example, for=203.0.113.9;proto=http;host=a.example,"
                + " for=10.4.4.4;proto=https;host=inner");
    assertAddress("203.0.113.9", client);
    assertFalse(client.secure());
    assertEquals("a.example", client.host());
  }

  @Test
  void headersThatComeTwiceAreOneList() {
    Client client =
        client(
            "X-Forwarded-For", "1.1.1.1",
            "X-Forwarded-For", "203.0.113.9",
            "X-Forwarded-Proto", "https",
            "X-Forwarded-Proto", "http",
            "X-Forwarded-Host", "evil.example",
            "X-Forwarded-Host", "shop.example.org");
    assertAddress("203.0.113.9", client);
    assertFalse(client.secure());
    assertEquals("shop.example.org", client.host());
    assertAddress(
        "203.0.113.9", client("Forwarded", "for=1.1.1.1", "Forwarded", "for=203.0.113.9"));
  }

  @Test
  void bothKindsHaveToAgree() {
    assertAddress(
        "203.0.113.9",
        client("Forwarded", "for=203.0.113.9;proto=https", "X-Forwarded-For", "203.0.113.9"));
    // A proxy that sets one kind passes on the other one as its client made it up.
    assertRefused("Forwarded", "for=1.1.1.1", "X-Forwarded-For", "203.0.113.9");
    assertRefused("Forwarded", "for=203.0.113.9;proto=http", "X-Forwarded-Proto", "https");
    assertRefused("Forwarded", "for=203.0.113.9;host=a.example", "X-Forwarded-Host", "b.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for=\"evil, for=203.0.113.9",
        "for=\"evil, for=\"[2001:db8::1]\"",
        "for=1.1.1.1 for=203.0.113.9",
        "for=203.0.113.9;for=1.1.1.1",
        "for",
        "for=",
        "=1.1.1.1",
        "for=localhost",
        "for=203.0.113.9;proto=ftp",
        "for=\"[fe80::1%lo]\"",
        "for=\"\\",
        "for=1.1.1",
      })
  void aMalformedStandardHeaderIsRefused(String header) {
    assertRefused("Forwarded", header);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "1.1.1", "256.1.1.1", "1.1.1.1:x", "for=1.1.1.1", "[::1"})
  void aMalformedUsualHeaderIsRefusedWhereItIsRead(String header) {
    assertRefused("X-Forwarded-For", "1.1.1.1, " + header);
    assertAddress("203.0.113.9", client("X-Forwarded-For", header + ", 203.0.113.9"));
  }

  @Test
  void aSchemeThatIsNoneIsRefused() {
    assertRefused("X-Forwarded-Proto", "gopher");
  }

  private static void assertRefused(String... headers) {
    ActjsException e = assertThrows(ActjsException.class, () -> client(headers));
    assertEquals(ProblemCode.SchemaInvalid, e.code());
    assertTrue(e.detail().contains("prox"), e.detail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "proxy", "10.0.0.0/33", "10.0.0.0/-1", "fd00::/129", "10.0.0/8", "10.0.0.0/"})
  void whatIsNoRangeIsRefused(String range) {
    ActjsException e = assertThrows(ActjsException.class, () -> TrustedProxies.of(List.of(range)));
    assertEquals(ProblemCode.SchemaInvalid, e.code());
  }

  @Test
  void nobodyTrustsEverybody() {
    for (String all : new String[] {"0.0.0.0/0", "::/0"}) {
      ActjsException e = assertThrows(ActjsException.class, () -> TrustedProxies.of(List.of(all)));
      assertTrue(e.detail().contains("every address"), e.detail());
    }
  }

  @Test
  void aRangeEndsWhereItsBitsEnd() {
    TrustedProxies proxies = TrustedProxies.of(List.of("172.16.0.0/12", "2001:db8:4::/46"));
    assertTrue(proxies.trusts(InetAddress.ofLiteral("172.31.255.255")));
    assertFalse(proxies.trusts(InetAddress.ofLiteral("172.32.0.0")));
    assertTrue(proxies.trusts(InetAddress.ofLiteral("2001:db8:7:ffff::1")));
    assertFalse(proxies.trusts(InetAddress.ofLiteral("2001:db8:8::")));
    assertFalse(proxies.trusts(null));
  }
}
