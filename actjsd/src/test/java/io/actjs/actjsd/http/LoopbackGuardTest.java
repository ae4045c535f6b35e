package io.actjs.actjsd.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackGuardTest {

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
        "[::1]"
      })
  void hostsOfThisMachinePass(String host) {
    assertDoesNotThrow(() -> LoopbackGuard.check(host, null));
    assertDoesNotThrow(() -> LoopbackGuard.check(host, "http://" + host));
    assertDoesNotThrow(() -> LoopbackGuard.check(null, "https://" + host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:3000",
        "127.0.0.1.evil.example",
        "127.0.0.1:80@evil.example",
        "localhost.evil.example",
        "10.0.0.1:3000",
        "0.0.0.0",
        "[::2]",
        "",
        "a b"
      })
  void otherHostsDoNot(String host) {
    assertForbidden(host, null);
    assertForbidden("127.0.0.1:3000", "http://" + host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "file://", "https://evil.example", "chrome-extension://abc"})
  void otherOriginsDoNot(String origin) {
    assertForbidden("localhost:3000", origin);
  }

  @Test
  void programsThatAreNoBrowserPass() {
    assertDoesNotThrow(() -> LoopbackGuard.check(null, null));
  }

  @Test
  void onlyLoopbackIsListenedOn() {
    assertTrue(LoopbackGuard.requireLoopback("localhost").isLoopbackAddress());
    assertTrue(LoopbackGuard.requireLoopback("::1").isLoopbackAddress());
    for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1"}) {
      ActjsException e =
          assertThrows(ActjsException.class, () -> LoopbackGuard.requireLoopback(host));
      assertEquals(ProblemCode.Forbidden, e.code());
      assertTrue(e.detail().contains(host) && e.detail().contains("127.0.0.1"), e.detail());
    }
  }

  private static void assertForbidden(String host, @Nullable String origin) {
    ActjsException e =
        assertThrows(ActjsException.class, () -> LoopbackGuard.check(host, origin), host);
    assertEquals(ProblemCode.Forbidden, e.code());
  }
}
