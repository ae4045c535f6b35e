package io.actjs.actjsd.access;

import io.actjs.actjsd.token.RandomText;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.storage.access.Bytes;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Tickets: each opens one WebSocket or stream of events in place of the credential for which it was
 * issued, so that a browser, which can send it in the address alone, need not put there what holds
 * for longer. Nothing of them is stored; the server keeps their SHA-256. Thread-safe.
 */
public final class Tickets implements Authenticator {
  static final String PREFIX = "actjst_";

  /** For the time between asking and connecting. */
  static final long LIFETIME_MS = 60_000;

  private static final int MOST = 10_000;
  private static final int MOST_OF_ONE = 100;

  private final Clock clock;

  /** In the order in which they were issued, which is that in which they expire. */
  private final Map<Bytes, Unused> unused = new LinkedHashMap<>();

  private final Map<String, Integer> countBySub = new HashMap<>();

  private record Unused(Identity identity, long steadyEnd) {}

  /**
   * A ticket, for the one who asked.
   *
   * @param expiresAt milliseconds since 1970
   */
  public record Issued(String text, long expiresAt) {
    @Override
    public String toString() {
      return "Issued[hidden]";
    }
  }

  Tickets(Clock clock) {
    this.clock = clock;
  }

  /**
   * Issues a ticket; what is opened with it ends as the identity does.
   *
   * @throws ActjsException {@code CapacityExhausted} when too many are unused
   */
  public synchronized Issued issue(Identity identity) {
    long now = clock.steadyMs();
    dropExpired(now);
    String sub = identity.principal().sub();
    int has = countBySub.getOrDefault(sub, 0);
    if (has >= MOST_OF_ONE || unused.size() >= MOST) {
      throw new ActjsException(
          ProblemCode.CapacityExhausted,
          (has >= MOST_OF_ONE
                  ? "this principal has " + MOST_OF_ONE
                  : "the server has issued " + MOST)
              + " tickets that are not used: use them, or wait until they expire");
    }
    String text = PREFIX + RandomText.of(RandomText.SECRET);
    unused.put(Bytes.sha256(text), new Unused(identity, now + LIFETIME_MS));
    countBySub.put(sub, has + 1);
    return new Issued(text, Math.min(clock.nowMs() + LIFETIME_MS, identity.expiresAt()));
  }

  private void dropExpired(long now) {
    Iterator<Unused> oldest = unused.values().iterator();
    while (oldest.hasNext()) {
      Unused ticket = oldest.next();
      if (ticket.steadyEnd > now) {
        return;
      }
      oldest.remove();
      uncount(ticket);
    }
  }

  private void uncount(Unused ticket) {
    countBySub.computeIfPresent(
        ticket.identity.principal().sub(), (sub, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public @Nullable Identity identify(Credentials presented) {
    String text = presented.authorization(Credentials.BEARER);
    if (text == null || !text.startsWith(PREFIX)) {
      return null;
    }
    if (presented.header(HttpHeader.AUTHORIZATION.asString()) != null) {
      throw Door.unauthorized(
          "a ticket is for the parameter token of a WebSocket or a stream of events");
    }
    Identity identity = use(presented.sha256(text));
    if (identity == null) {
      throw Door.unauthorized(
          "the ticket has been used, or its time is over; get another one for each connection");
    }
    return identity;
  }

  private synchronized @Nullable Identity use(Bytes hash) {
    dropExpired(clock.steadyMs());
    Unused ticket = unused.remove(hash);
    if (ticket == null) {
      return null;
    }
    uncount(ticket);
    return ticket.identity;
  }
}
