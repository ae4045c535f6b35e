package io.actjs.actjsd.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateGateTest {
  private static final Principal ANN = Principal.of("ann", List.of("editor", "vip"));
  private static final Principal EVE = Principal.of("eve", List.of());

  private final AtomicLong nanos = new AtomicLong(1);
  private final TimeMeter clock =
      new TimeMeter() {
        @Override
        public long currentTimeNanos() {
          return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
          return false;
        }
      };

  private RateGate gate(String... rates) {
    return new RateGate(RateRules.parse(List.of(rates)), clock);
  }

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static ActjsException refused(RateGate gate, Principal who, String address) {
    ActjsException e =
        assertThrows(ActjsException.class, () -> gate.take(who, address, "actor.call"));
    assertEquals(ProblemCode.RateLimited, e.code());
    return e;
  }

  @Test
  void scenario56ABucketOfOneRefusesTheSecondAndTakesItLater() {
    RateGate gate = gate("1/s");
    gate.take(ANN, "a", "actor.call");
    ActjsException e = refused(gate, ANN, "a");
    assertEquals("1", e.members().get("retryAfter"));
    assertEquals("\"ann\"", e.members().get("subject"));
    assertEquals("\"actor.call\"", e.members().get("operation"));
    gate.take(EVE, "a", "actor.call");
    passes(Duration.ofSeconds(1));
    gate.take(ANN, "a", "actor.call");
    refused(gate, ANN, "a");
  }

  @Test
  void scenario56BucketsFillAllTheTime() {
    RateGate gate = gate("2/s");
    gate.take(ANN, "", "x");
    gate.take(ANN, "", "x");
    refused(gate, ANN, "");
    passes(Duration.ofMillis(600));
    gate.take(ANN, "", "x");
    refused(gate, ANN, "");
  }

  @Test
  void scenario56ARoleHasARateOfItsOwn() {
    RateGate gate = gate("1/m", "role:vip=3/m");
    for (int i = 0; i < 3; i++) {
      gate.take(ANN, "", "x");
    }
    assertEquals("20", refused(gate, ANN, "").members().get("retryAfter"));
    gate.take(EVE, "", "x");
    assertEquals("60", refused(gate, EVE, "").members().get("retryAfter"));
  }

  @Test
  void w98AnonymousSendersDoNotShareABucket() {
    RateGate gate = gate("1/m");
    gate.take(Principal.ANONYMOUS, "one", "x");
    gate.take(Principal.ANONYMOUS, "two", "x");
    assertEquals(
        "\"anonymous\"", refused(gate, Principal.ANONYMOUS, "one").members().get("subject"));
  }

  @Test
  void w98AnAddressIsLimitedWhoeverSendsFromIt() {
    RateGate gate = gate("address=2/m");
    gate.take(ANN, "one", "x");
    gate.take(EVE, "one", "x");
    assertEquals("\"address\"", refused(gate, ANN, "one").members().get("subject"));
    gate.take(ANN, "two", "x");
  }

  @Test
  void w99BucketsThatAreFullAgainAreForgotten() {
    RateGate gate = gate("10/s");
    for (int i = 0; i < 1_000; i++) {
      gate.take(Principal.of("p" + i, List.of()), "", "x");
    }
    assertTrue(gate.size() > 0);
    passes(Duration.ofSeconds(2));
    assertEquals(0, gate.size());
  }

  @Test
  void w99ThereAreNeverMoreBucketsThanThat() {
    RateGate gate = gate("1/h");
    for (int i = 0; i < 120_000; i++) {
      gate.take(Principal.of("p" + i, List.of()), "", "x");
    }
    assertTrue(gate.size() <= 100_000, () -> gate.size() + " buckets");
  }

  @Test
  void theTighterOfTwoRatesIsTold() {
    RateGate.Standing standing = gate("10/s", "address=3/s").take(ANN, "one", "x");
    assertNotNull(standing);
    assertEquals(new RateGate.Standing(3, 2, 1), standing);
    assertNull(gate().take(ANN, "one", "x"));
  }

  @ParameterizedTest
  @CsvSource({"100/s, 100, 1000, 100", "600/m:50, 600, 60000, 50", "5/h, 5, 3600000, 5"})
  void ratesAreWrittenSo(String text, long count, long millis, long burst) {
    assertEquals(new Rate(count, Duration.ofMillis(millis), burst), Rate.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0/s",
        "1/s:0",
        "1",
        "1/d",
        "-1/s",
        "1.5/s",
        "9999999999/s",
        "x=1/s",
        "role:=1/s",
        "=1/s",
        "address=",
        "1/s:"
      })
  void w100WhatIsNoRateIsRefused(String text) {
    assertEquals(
        ProblemCode.SchemaInvalid,
        assertThrows(ActjsException.class, () -> RateRules.parse(List.of(text))).code());
  }

  @Test
  void twoRatesOfOneKindAreRefused() {
    for (String rate : List.of("1/s", "address=1/s", "role:a=1/s")) {
      assertThrows(ActjsException.class, () -> RateRules.parse(List.of(rate, rate)));
    }
  }

  @Test
  void anAddressOfIpv6StandsForItsNetwork() throws UnknownHostException {
    assertEquals("192.0.2.7", RequestRates.network(InetAddress.getByName("192.0.2.7")));
    assertEquals(
        RequestRates.network(InetAddress.getByName("2001:db8:1:2::1")),
        RequestRates.network(InetAddress.getByName("2001:db8:1:2:ffff::9")));
  }
}
