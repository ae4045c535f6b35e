package io.actjs.actjsd.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tickets, and a clock that the test owns. */
class TicketsTest {
  private final AtomicLong now = new AtomicLong(1_000_000);
  private final Tickets tickets = new Tickets(now::get);

  private static Identity identity(String sub) {
    return new Identity(Principal.of(sub, List.of()), "token:x", Long.MAX_VALUE);
  }

  /** What a browser sends in the address. */
  private record InAddress(String text) implements Credentials {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String target() {
      return "/v1/ws";
    }

    @Override
    public @Nullable String header(String name) {
      return null;
    }

    @Override
    public List<String> headers() {
      return List.of();
    }

    @Override
    public String authorization(String scheme) {
      return text;
    }

    @Override
    public boolean isAny() {
      return true;
    }

    @Override
    public @Nullable X509Certificate certificate() {
      return null;
    }

    @Override
    public String address() {
      return "";
    }
  }

  private @Nullable Identity use(Tickets.Issued ticket) {
    return tickets.identify(new InAddress(ticket.text()));
  }

  private void refused(Tickets.Issued ticket) {
    ActjsException e = assertThrows(ActjsException.class, () -> use(ticket));
    assertEquals(ProblemCode.Unauthorized, e.code());
    assertFalse(e.detail().contains(ticket.text()));
  }

  @Test
  void w37_aTicketHoldsOnceAndForAMinute() {
    Identity alice = identity("alice");
    Tickets.Issued first = tickets.issue(alice);
    Tickets.Issued second = tickets.issue(alice);
    assertEquals(now.get() + 60_000, first.expiresAt());
    now.addAndGet(59_999);
    assertEquals(alice, use(first));
    refused(first);
    now.addAndGet(1);
    refused(second);
  }

  @Test
  void unusedOnesAreBoundedInAllAndFreedByTime() {
    for (int user = 0; user < 100; user++) {
      for (int i = 0; i < 100; i++) {
        var unused = tickets.issue(identity("u" + user));
      }
    }
    ActjsException e = assertThrows(ActjsException.class, () -> tickets.issue(identity("another")));
    assertEquals(ProblemCode.CapacityExhausted, e.code());
    now.addAndGet(60_000);
    Tickets.Issued ticket = tickets.issue(identity("another"));
    assertTrue(ticket.text().matches("actjst_[0-9A-Za-z]{43}"));
    assertEquals("Issued[hidden]", ticket.toString());
  }
}
