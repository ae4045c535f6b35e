package io.actjs.actjsd.access.hmac;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.access.PresentedHeaders;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HmacAuthenticatorTest {
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final long START = 1_800_000_000_000L;

  /** A time at which the server no longer minds that it has started. */
  private static final long NOW = START + 60 * 60_000;

  private final AtomicLong now = new AtomicLong(NOW);
  private HmacAuthenticator hmac = new HmacAuthenticator(List.of(SECRET), now::get, START);

  private static PresentedHeaders signed(long timestamp, String nonce, String principal) {
    return signed("POST", "/v1/actors/Cart/a/add?x=1", timestamp, nonce, principal);
  }

  private static PresentedHeaders signed(
      String method, String target, long timestamp, String nonce, String principal) {
    String sent = Base64.getEncoder().encodeToString(principal.getBytes(UTF_8));
    String text =
        "actjs-hmac-1\n" + method + "\n" + target + "\n" + timestamp + "\n" + nonce + "\n" + sent;
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Actjs-Principal", sent);
    headers.put("X-Actjs-Timestamp", Long.toString(timestamp));
    headers.put("X-Actjs-Nonce", nonce);
    headers.put("X-Actjs-Signature", HexFormat.of().formatHex(SignedRequest.mac(SECRET, text)));
    return new PresentedHeaders(method, target, headers);
  }

  private static String nonce(int number) {
    return "nonce-%016d".formatted(number);
  }

  private Principal principal(PresentedHeaders request) {
    var identity = hmac.identify(request);
    assertNotNull(identity);
    return identity.principal();
  }

  private void refuse(String why, PresentedHeaders request) {
    ActjsException e = assertThrows(ActjsException.class, () -> hmac.identify(request));
    assertEquals(ProblemCode.Unauthorized, e.code());
    assertTrue(e.detail().contains(why), e.detail());
  }

  @Test
  void aSignedRequestIsOfThePrincipalThatItNames() {
    Principal service =
        principal(
            signed(
                NOW,
                nonce(1),
                "{\"sub\":\"svc-a\",\"roles\":[\"admin\"],\"tenant\":\"t\",\"claims\":{\"a\":1}}"));
    assertEquals("svc-a", service.sub());
    assertEquals(List.of("admin"), service.roles());
    assertEquals("t", service.tenant());
    assertEquals("{\"a\":1}", service.claims());
    assertNull(hmac.identify(new PresentedHeaders("GET", "/", Map.of())));
  }

  @Test
  void theVectorOfTheDocumentationVerifies() {
    byte[] mac =
        SignedRequest.mac(
            SECRET,
            """
            actjs-hmac-1
            POST
            /v1/actors/Cart/alice/add
            1800000000000
            d0c5f8a1b2e34f60
            eyJzdWIiOiJzdmMtYSIsInJvbGVzIjpbImFkbWluIl19""");
    assertEquals(
        "cbb809d8cb7c3b20d334adbf47dc48161278f0c1e680cd6e84eb9d3edb42b93f",
        HexFormat.of().formatHex(mac));
  }

  @Test
  void w13TheFormWithoutATimestampIsRefusedAlthoughItsSignatureIsRight() {
    String principal = "eyJzdWIiOiJzdmMtYSIsInJvbGVzIjpbImFkbWluIl19";
    byte[] old = "sekret".getBytes(UTF_8);
    assertArrayEquals(
        HexFormat.of().parseHex("9466de019cfad96d9eeb514e69b07a8c80fb08218877ef2723f9bce9ed858531"),
        SignedRequest.mac(old, principal));
    hmac = new HmacAuthenticator(List.of(old), now::get, START);
    refuse(
        "X-Actjs-Timestamp",
        new PresentedHeaders(
            "GET",
            "/v1/classes",
            Map.of(
                "X-Actjs-Principal",
                principal,
                "X-Actjs-Signature",
                "9466de019cfad96d9eeb514e69b07a8c80fb08218877ef2723f9bce9ed858531")));
  }

  @Test
  void w13ASignatureHoldsOnce() {
    PresentedHeaders request = signed(NOW, nonce(1), "{\"sub\":\"a\"}");
    assertEquals("a", principal(request).sub());
    refuse("nonce", request);
    now.addAndGet(4 * 60_000);
    refuse("nonce", request);
    refuse("nonce", signed(now.get(), nonce(1), "{\"sub\":\"a\"}"));
    now.addAndGet(60_000);
    refuse("minutes ago", request);
    now.addAndGet(-3 * 60_000);
    refuse("", request);
  }

  @ParameterizedTest
  @CsvSource({"-299999, ''", "-300000, minutes ago", "5000, ''", "5001, ahead", "999999999, ahead"})
  void w13TheTimeHasToBeNear(long off, String refusal) {
    PresentedHeaders request = signed(NOW + off, nonce(1), "{\"sub\":\"a\"}");
    if (refusal.isEmpty()) {
      assertEquals("a", principal(request).sub());
    } else {
      refuse(refusal, request);
    }
  }

  @Test
  void w13ARestartForgetsNothingThatCouldBeUsedAgain() {
    now.set(START - 1);
    hmac = new HmacAuthenticator(List.of(SECRET), now::get, START - 60 * 60_000);
    PresentedHeaders atOnce = signed(START - 1, nonce(1), "{\"sub\":\"a\"}");
    PresentedHeaders ahead = signed(START + 4_999, nonce(2), "{\"sub\":\"a\"}");
    principal(atOnce);
    principal(ahead);

    hmac = new HmacAuthenticator(List.of(SECRET), now::get, START);
    now.set(START);
    for (PresentedHeaders replayed : List.of(atOnce, ahead)) {
      assertEquals(
          ProblemCode.CapacityExhausted,
          assertThrows(ActjsException.class, () -> hmac.identify(replayed)).code());
    }
    now.set(START + 5_001);
    refuse("before the server started", atOnce);
    refuse("before the server started", ahead);
    assertEquals("a", principal(signed(now.get(), nonce(3), "{\"sub\":\"a\"}")).sub());
  }

  @Test
  void w13WhenNoMoreCanBeRememberedNothingIsForgotten() {
    hmac = new HmacAuthenticator(List.of(SECRET), now::get, START, 1000);
    for (int i = 0; i < 1000; i++) {
      principal(signed(NOW, nonce(i), "{\"sub\":\"a\"}"));
    }
    assertEquals(
        ProblemCode.CapacityExhausted,
        assertThrows(
                ActjsException.class,
                () -> hmac.identify(signed(NOW, nonce(1000), "{\"sub\":\"a\"}")))
            .code());
    for (int i = 0; i < 1000; i++) {
      refuse("nonce", signed(NOW, nonce(i), "{\"sub\":\"a\"}"));
    }
    now.addAndGet(6 * 60_000);
    principal(signed(now.get(), nonce(1000), "{\"sub\":\"a\"}"));
  }

  @Test
  void whatIsSignedCannotBeChanged() {
    PresentedHeaders request = signed(NOW, nonce(1), "{\"sub\":\"a\"}");
    refuse("does not verify", new PresentedHeaders("DELETE", request.target(), request.values()));
    refuse(
        "does not verify", new PresentedHeaders("POST", "/v1/actors/Cart/a/add", request.values()));
    refuse("does not verify", request.with("X-Actjs-Timestamp", Long.toString(NOW + 1)));
    refuse("does not verify", request.with("X-Actjs-Nonce", nonce(2)));
    refuse("does not verify", request.with("X-Actjs-Principal", "eyJzdWIiOiJiIn0="));
    refuse("does not verify", request.with("X-Actjs-Signature", "0".repeat(64)));
    principal(request);
  }

  @Test
  void whatIsMalformedIsRefused() {
    PresentedHeaders request = signed(NOW, nonce(1), "{\"sub\":\"a\"}");
    for (String bad : List.of("", "0", "1800000000", "1e12", "18000000000000000000", "now")) {
      refuse("X-Actjs-Timestamp", request.with("X-Actjs-Timestamp", bad));
    }
    for (String bad :
        List.of("", "short", "x".repeat(65), "with a blank in it", "a\nb".repeat(9))) {
      refuse("X-Actjs-Nonce", request.with("X-Actjs-Nonce", bad));
    }
    for (String bad : List.of("", "00", "z".repeat(64), "0".repeat(128))) {
      refuse("X-Actjs-Signature", request.with("X-Actjs-Signature", bad));
    }
    refuse("KiB", request.with("X-Actjs-Principal", "A".repeat(40_000)));
    refuse("belong together", request.with("X-Actjs-Principal", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"system", "anonymous", "cap:x", "", " ", "a\\u0007"})
  void w11NamesOfTheServerAreRefused(String sub) {
    refuse("sub", signed(NOW, nonce(1), "{\"sub\":\"" + sub + "\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"sub\":1}",
        "{\"sub\":\"a\",\"sub\":\"b\"}",
        "{\"sub\":\"a\",\"capabilities\":[\"call:x\"]}",
        "{\"sub\":\"a\",\"roles\":\"admin\"}",
        "{\"sub\":\"a\",\"roles\":[\"system\"]}",
        "{\"sub\":\"a\",\"claims\":[]}",
        "{\"sub\":\"a\"} x"
      })
  void w11WhatIsNoPrincipalIsRefused(String principal) {
    refuse("", signed(NOW, nonce(1), principal));
  }

  @Test
  void aSecretIsReplacedWithBothInTheFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("secret");
    String other = "f".repeat(32);
    Files.writeString(file, other + "\n" + new String(SECRET, UTF_8) + "\n");
    new HmacConfig(file).open().close();
    hmac = new HmacAuthenticator(List.of(other.getBytes(UTF_8), SECRET), now::get, START);
    principal(signed(NOW, nonce(1), "{\"sub\":\"a\"}"));
    for (String bad :
        List.of("", "short\n", other + "\n\n", (other + "\n").repeat(5), "x".repeat(20_000))) {
      Files.writeString(file, bad);
      ActjsException e = assertThrows(ActjsException.class, () -> new HmacConfig(file).open());
      assertEquals(ProblemCode.SchemaInvalid, e.code());
      assertTrue(e.detail().contains("--hmac-secret-file") && !e.detail().contains(other));
    }
    Files.delete(file);
    assertThrows(ActjsException.class, () -> new HmacConfig(file).open());
  }
}
