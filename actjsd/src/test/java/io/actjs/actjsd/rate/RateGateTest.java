package io.actjs.actjsd.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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

  private final Map<String, String> classes = new HashMap<>();

  private RateGate gate(String... rates) {
    RateRules rules = RateRules.parse(List.of(rates));
    return new RateGate(rules, new ClassRates(rules, this::version), null, clock);
  }

  private @Nullable ClassVersion version(String className, @Nullable Manifest pin) {
    String rate = classes.get(className);
    return rate == null
        ? null
        : new ClassVersion(
            new ClassRef(className, Version.parse("1.0.0")),
            "",
            new ClassShape(
                ClassKind.STATE,
                ClassShape.Durability.STRICT,
                List.of(),
                new ClassShape.Limits(rate, 0)),
            new TreeMap<>(),
            new TreeMap<>(),
            false,
            null,
            0,
            null);
  }

  private static Sent sent(Principal who, String address, String operation) {
    return new Sent(who, address, operation);
  }

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static ActjsException refused(RateGate gate, Principal who, String address) {
    ActjsException e =
        assertThrows(ActjsException.class, () -> gate.take(sent(who, address, "actor.call")));
    assertEquals(ProblemCode.RateLimited, e.code());
    return e;
  }

  @Test
  void scenario56ABucketOfOneRefusesTheSecondAndTakesItLater() {
    RateGate gate = gate("1/s");
    gate.take(sent(ANN, "a", "actor.call"));
    ActjsException e = refused(gate, ANN, "a");
    assertEquals("1", e.members().get("retryAfter"));
    assertEquals("\"ann\"", e.members().get("subject"));
    assertEquals("\"actor.call\"", e.members().get("operation"));
    gate.take(sent(EVE, "a", "actor.call"));
    passes(Duration.ofSeconds(1));
    gate.take(sent(ANN, "a", "actor.call"));
    refused(gate, ANN, "a");
  }

  @Test
  void scenario56BucketsFillAllTheTime() {
    RateGate gate = gate("2/s");
    gate.take(sent(ANN, "", "x"));
    gate.take(sent(ANN, "", "x"));
    refused(gate, ANN, "");
    passes(Duration.ofMillis(600));
    gate.take(sent(ANN, "", "x"));
    refused(gate, ANN, "");
  }

  @Test
  void scenario56ARoleHasARateOfItsOwn() {
    RateGate gate = gate("1/m", "role:vip=3/m");
    for (int i = 0; i < 3; i++) {
      gate.take(sent(ANN, "", "x"));
    }
    assertEquals("20", refused(gate, ANN, "").members().get("retryAfter"));
    gate.take(sent(EVE, "", "x"));
    assertEquals("60", refused(gate, EVE, "").members().get("retryAfter"));
  }

  @Test
  void w98AnonymousSendersDoNotShareABucket() {
    RateGate gate = gate("1/m");
    gate.take(sent(Principal.ANONYMOUS, "one", "x"));
    gate.take(sent(Principal.ANONYMOUS, "two", "x"));
    assertEquals(
        "\"anonymous\"", refused(gate, Principal.ANONYMOUS, "one").members().get("subject"));
  }

  @Test
  void w98AnAddressIsLimitedWhoeverSendsFromIt() {
    RateGate gate = gate("address=2/m");
    gate.take(sent(ANN, "one", "x"));
    gate.take(sent(EVE, "one", "x"));
    assertEquals("\"address\"", refused(gate, ANN, "one").members().get("subject"));
    gate.take(sent(ANN, "two", "x"));
  }

  @Test
  void w99BucketsThatAreFullAgainAreForgotten() {
    RateGate gate = gate("10/s");
    for (int i = 0; i < 1_000; i++) {
      gate.take(sent(Principal.of("p" + i, List.of()), "", "x"));
    }
    assertTrue(gate.size() > 0);
    passes(Duration.ofSeconds(2));
    assertEquals(0, gate.size());
  }

  @Test
  void w99ThereAreNeverMoreBucketsThanThat() {
    RateGate gate = gate("1/h");
    for (int i = 0; i < 120_000; i++) {
      gate.take(sent(Principal.of("p" + i, List.of()), "", "x"));
    }
    assertTrue(gate.size() <= 100_000, () -> gate.size() + " buckets");
  }

  @Test
  void theTighterOfTwoRatesIsTold() {
    Taken taken = gate("10/s", "address=3/s").tryTake(sent(ANN, "one", "x"));
    assertNotNull(taken);
    assertEquals(new Standing(3, 2, 1), taken.standing());
    assertNull(gate().tryTake(sent(ANN, "one", "x")));
  }

  @Test
  void w98AClassIsLimitedForEachPrincipal() {
    classes.put("Cart", "2/m");
    RateGate gate = gate("100/m");
    gate.takeOfClass(sent(ANN, "one", "actor.tell"), "Cart", null);
    gate.takeOfClass(sent(ANN, "two", "actor.tell"), "Cart", null);
    ActjsException e =
        assertThrows(
            ActjsException.class,
            () -> gate.takeOfClass(sent(ANN, "one", "actor.tell"), "Cart", null));
    assertEquals(ProblemCode.RateLimited, e.code());
    assertEquals("30", e.members().get("retryAfter"));
    assertEquals("\"Cart\"", e.members().get("class"));
    assertEquals("\"actor.tell\"", e.members().get("operation"));
    gate.takeOfClass(sent(EVE, "one", "x"), "Cart", null);
    gate.takeOfClass(sent(ANN, "one", "x"), "Free", null);
    gate.take(sent(ANN, "one", "x"));
    passes(Duration.ofSeconds(30));
    gate.takeOfClass(sent(ANN, "one", "x"), "Cart", null);
  }

  @Test
  void w98AnonymousSendersAreToldApartByAddressForAClassToo() {
    classes.put("Cart", "1/m");
    RateGate gate = gate();
    gate.takeOfClass(sent(Principal.ANONYMOUS, "one", "x"), "Cart", null);
    gate.takeOfClass(sent(Principal.ANONYMOUS, "two", "x"), "Cart", null);
    assertThrows(
        ActjsException.class,
        () -> gate.takeOfClass(sent(Principal.ANONYMOUS, "one", "x"), "Cart", null));
  }

  @Test
  void theServersRateOfAClassCountsInPlaceOfItsOwn() {
    classes.put("Cart", "1/m");
    RateGate gate = gate("class:Cart=3/m");
    for (int i = 0; i < 3; i++) {
      gate.takeOfClass(sent(ANN, "", "x"), "Cart", null);
    }
    assertThrows(ActjsException.class, () -> gate.takeOfClass(sent(ANN, "", "x"), "Cart", null));
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
        "class:=1/s",
        "class:no-class=1/s",
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
    for (String rate : List.of("1/s", "address=1/s", "role:a=1/s", "class:A=1/s")) {
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
