package io.actjs.actjsd.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
  private static final AllowedHosts SHOP =
      AllowedHosts.of(List.of("shop.example.org", "*.tenants.example.org", "2001:DB8:0::1"))
          .and("10.1.2.3", () -> Set.of("cert.example.org", "*.wild.example.org", "192.0.2.9"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:3000",
        "127.0.0.1",
        "127.8.9.1:80",
        "localhost",
        "LOCALHOST:3000",
        "shop.localhost:1",
        "[::1]:3000",
        "[0:0:0:0:0:0:0:1]",
        "[::1]"
      })
  void hostsOfThisMachinePass(String host) {
    for (AllowedHosts hosts : new AllowedHosts[] {AllowedHosts.LOOPBACK, SHOP}) {
      assertTrue(hosts.allows(host));
      assertTrue(hosts.isOwn("http://" + host, host, false));
      assertTrue(hosts.isOwn("https://" + host, null, false));
      assertTrue(hosts.isOwn("http://localhost:5173", host, false), "a page of another port");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:3000",
        "127.0.0.1.evil.example",
        "127.0.0.1:80@evil.example",
        "127.0.0.1:",
        "localhost:99999",
        "localhost.evil.example",
        "localhost.",
        "10.0.0.1:3000",
        "0.0.0.0",
        "[::2]",
        "[::1",
        "[localhost]",
        "::1",
        "]",
        "",
        "a b"
      })
  void otherHostsDoNot(String host) {
    assertFalse(AllowedHosts.LOOPBACK.allows(host));
    assertFalse(SHOP.allows(host));
    assertFalse(AllowedHosts.LOOPBACK.isOwn("http://" + host, "127.0.0.1:3000", false));
    assertFalse(SHOP.isOwn("http://" + host, "shop.example.org", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "file://", "https://evil.example", "chrome-extension://abc", ""})
  void otherOriginsDoNot(String origin) {
    assertFalse(AllowedHosts.LOOPBACK.isOwn(origin, "localhost:3000", false));
    assertFalse(SHOP.isOwn(origin, "shop.example.org", false));
  }

  @Test
  void programsThatAreNoBrowserPass() {
    assertTrue(AllowedHosts.LOOPBACK.allows(null));
    assertTrue(SHOP.allows(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.example.org",
        "Shop.Example.org:8443",
        "a.tenants.example.org",
        "a.b.tenants.example.org",
        "[2001:db8::1]:3000",
        "10.1.2.3:3000",
        "cert.example.org",
        "one.wild.example.org",
        "192.0.2.9"
      })
  void namesThatWereGivenPass(String host) {
    assertTrue(SHOP.allows(host));
    assertFalse(AllowedHosts.LOOPBACK.allows(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenants.example.org",
        "evil-shop.example.org",
        "shop.example.org.evil.example",
        "two.one.wild.example.org",
        "wild.example.org",
        "10.1.2.4"
      })
  void whatOnlyLooksLikeThemDoesNot(String host) {
    assertFalse(SHOP.allows(host));
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example.org,      shop.example.org,      true,  true",
    "https://shop.example.org,      shop.example.org:443,  true,  true",
    "https://SHOP.example.org:8443, shop.example.org:8443, true,  true",
    "http://shop.example.org,       shop.example.org,      true,  false",
    "http://shop.example.org,       shop.example.org,      false, true",
    "https://shop.example.org,      shop.example.org,      false, true",
    "https://shop.example.org:8443, shop.example.org,      true,  false",
    "https://cert.example.org,      shop.example.org,      true,  false",
    "http://localhost:5173,         shop.example.org,      false, false",
    "http://127.0.0.1,              shop.example.org,      false, false",
  })
  void aPageIsOwnWhenItComesFromTheServerItself(
      String origin, String host, boolean secure, boolean own) {
    assertEquals(own, SHOP.isOwn(origin, host, secure));
  }

  @Test
  void anAddressThatTheClientConnectedToNeedsNoName() {
    InetAddress local = InetAddress.ofLiteral("192.0.2.7");
    assertTrue(AllowedHosts.isAddress("192.0.2.7:3000", local));
    assertFalse(AllowedHosts.isAddress("192.0.2.8", local));
    assertFalse(AllowedHosts.isAddress("rebound.example", local));
    assertFalse(AllowedHosts.isAddress("192.0.2.7", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "", "https://a.example", "a.example:3000", "a b", "*.a/b"})
  void whatIsNoNameIsRefused(String name) {
    ActjsException e =
        assertThrows(ActjsException.class, () -> AllowedHosts.of(List.of(name)), name);
    assertEquals(ProblemCode.SchemaInvalid, e.code());
    assertTrue(e.detail().contains("app.example.org"), e.detail());
  }
}
