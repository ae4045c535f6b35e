package io.actjs.actjsd.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.access.Principal;
import io.actjs.storage.memory.MemoryDriver;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Refusals in the audit, and a clock that the test owns. */
class AccessAuditTest {
  private static final InetAddress HOME = InetAddress.ofLiteral("10.0.0.1");
  private static final InetAddress WORK = InetAddress.ofLiteral("10.0.0.2");

  private final AtomicLong now = new AtomicLong(1_000_000);
  private final MemoryDriver store = new MemoryDriver();
  private final AccessAudit audit = new AccessAudit(store.registry().audit(), now::get);

  private void refused(int times) {
    for (int i = 0; i < times; i++) {
      audit.note(
          AccessAudit.Kind.UNAUTHORIZED, "anonymous", "GET /v1/x" + i, "has expired", "10.0.0.1");
    }
  }

  private List<AuditEntry> log() {
    return store.registry().auditLog(1_000).reversed();
  }

  @Test
  void whoIsRefusedIsNotedAndCannotFillTheDisk() {
    refused(10_000);
    now.addAndGet(4_999);
    refused(1);
    now.addAndGet(1);
    refused(1_000);
    audit.note(AccessAudit.Kind.FORBIDDEN, "eve", "POST " + "x".repeat(999), "no", "10.0.0.2");
    audit.close();
    List<AuditEntry> log = log();
    assertEquals(20 + 1 + 1 + 1, log.size());
    AuditEntry first = log.getFirst();
    assertEquals("access.unauthorized", first.action());
    assertEquals("GET /v1/x0", first.target());
    assertEquals("{\"address\":\"10.0.0.1\",\"reason\":\"has expired\"}", first.meta());
    assertTrue(log.get(20).meta().endsWith(",\"omitted\":9981}"), log.get(20).meta());
    AuditEntry forbidden = log.get(21);
    assertEquals("eve", forbidden.principal());
    assertEquals(257, forbidden.target().length());
    assertEquals("{\"omitted\":999}", log.get(22).meta());
  }

  @Test
  void manyUsersMayComeInAtOnce() {
    for (int i = 0; i < 1_100; i++) {
      audit.note(AccessAudit.Kind.LOGIN, "user" + i, "GET /v1/x", "first", "10.0.0.1");
    }
    audit.close();
    List<AuditEntry> log = store.registry().auditLog(2_000).reversed();
    long told =
        log.stream()
            .mapToLong(
                entry ->
                    entry.principal().equals("system")
                        ? Long.parseLong(entry.meta().replaceAll("[^0-9]", ""))
                        : 1)
            .sum();
    assertEquals(1_100, told);
    assertTrue(log.size() >= 1_000, "noted " + log.size());
  }

  @Test
  void oneComesInAgainAfterAnHourAndFromElsewhere() {
    Arrivals arrivals = new Arrivals(now::get);
    assertTrue(arrivals.isNew("ann", HOME));
    assertFalse(arrivals.isNew("ann", HOME));
    assertTrue(arrivals.isNew("ann", WORK));
    assertTrue(arrivals.isNew("bob", HOME));
    now.addAndGet(Arrivals.AWAY.toMillis() - 1);
    assertFalse(arrivals.isNew("ann", HOME));
    now.addAndGet(Arrivals.AWAY.toMillis());
    assertTrue(arrivals.isNew("ann", HOME));
  }

  private void denied(String sub, String method, String id) {
    Headers headers = Headers.NONE.withPrincipal(Principal.of(sub, List.of()));
    audit.denied(Envelope.call(new ActorRef("Cart", id), method, "{\"secret\":1}", headers));
  }

  private List<String> denials() {
    return log().stream()
        .filter(entry -> entry.action().equals("policy.denied"))
        .map(entry -> entry.principal() + ' ' + entry.target() + ' ' + entry.meta())
        .toList();
  }

  @Test
  void aDenialThatIsRepeatedIsCountedAndHidesNobodyElse() {
    for (int i = 0; i < 10_000; i++) {
      denied("eve", "pay", "a");
    }
    denied("eve", "get", "a");
    denied("bob", "pay", "a");
    now.addAndGet(RepeatedDenials.WINDOW_MS);
    denied("eve", "pay", "a");
    audit.close();
    assertEquals(
        List.of(
            "eve Cart:a {\"action\":\"call pay\"}",
            "eve Cart:a {\"action\":\"call get\"}",
            "bob Cart:a {\"action\":\"call pay\"}",
            "eve Cart:a {\"action\":\"call pay\",\"repeated\":9999}"),
        denials());
  }

  @Test
  void nobodyFillsTheDiskByBeingDeniedManyThings() {
    for (int i = 0; i < 10_000; i++) {
      denied("eve", "pay", "a" + i);
    }
    audit.close();
    assertEquals(AccessAudit.BURST, denials().size() - 1);
    assertEquals("system  {\"omitted\":9980}", denials().getLast());
    assertTrue(log().stream().noneMatch(entry -> entry.meta().contains("secret")));
  }
}
