package io.actjs.actjsd.access;

import io.actjs.actjsd.edge.Client;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.Clock;
import io.actjs.model.Envelope;
import io.actjs.model.access.Principal;
import io.actjs.runtime.activity.Denials;
import io.actjs.storage.audit.AuditAction;
import io.actjs.storage.audit.AuditStore;
import io.actjs.wire.JsonText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in the audit who was refused, by the server or by the policy of a class, and who came in.
 * Of each kind a few are noted at once and then one after the other, with the number of those that
 * were left out: nobody fills the disk by being refused. Noting neither waits nor fails.
 * Thread-safe.
 */
public final class AccessAudit implements Denials, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessAudit.class);

  static final int BURST = 20;
  static final long REFILL_MS = 5_000;
  private static final int MOST_WAITING = 1_000;
  private static final int LONGEST_TARGET = 256;
  private static final long CLOSE_MS = 1_000;

  /** What is noted. */
  enum Kind {
    UNAUTHORIZED(AuditAction.ACCESS_UNAUTHORIZED),
    FORBIDDEN(AuditAction.ACCESS_FORBIDDEN),
    TICKET_USED(AuditAction.ACCESS_TICKET_USED),
    /** As many as there are users may come in at once, when a server has started. */
    LOGIN(AuditAction.ACCESS_LOGIN, 1_000, 100),
    ACTING_AS(AuditAction.ACCESS_ACTING_AS),
    POLICY_DENIED(AuditAction.POLICY_DENIED);

    private final AuditAction action;
    private final int burst;
    private final long refillMs;

    Kind(AuditAction action) {
      this(action, BURST, REFILL_MS);
    }

    /**
     * @param burst how many are noted at once
     * @param refillMs and then one in this time
     */
    Kind(AuditAction action, int burst, long refillMs) {
      this.action = action;
      this.burst = burst;
      this.refillMs = refillMs;
    }
  }

  /** How many more of a kind are noted. */
  private static final class Allowance {
    private final Kind kind;
    private long left;
    private long refilledAt;
    private long omitted;

    Allowance(Kind kind, long now) {
      this.kind = kind;
      left = kind.burst;
      refilledAt = now;
    }

    boolean take(long now) {
      long more = (now - refilledAt) / kind.refillMs;
      refilledAt += more * kind.refillMs;
      left = Math.min(kind.burst, left + more);
      if (left == 0) {
        omitted++;
        return false;
      }
      left--;
      return true;
    }
  }

  private final AuditStore store;
  private final Clock clock;
  private final Map<Kind, Allowance> allowances = new EnumMap<>(Kind.class);
  private final RepeatedDenials repeated = new RepeatedDenials();
  private final List<AuditEntry> waiting = new ArrayList<>();
  private @Nullable Thread writer;

  public AccessAudit(AuditStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    for (Kind kind : Kind.values()) {
      allowances.put(kind, new Allowance(kind, clock.steadyMs()));
    }
  }

  /**
   * @param sub who it was, as far as that is known
   * @param why without anything of a credential
   */
  void note(Kind kind, String sub, Request request, String why) {
    // The query may have a credential.
    String target = request.getMethod() + ' ' + request.getHttpURI().getPath();
    note(kind, sub, target, why, Client.textOfAddress(request));
  }

  synchronized void note(Kind kind, String sub, String target, String why, String address) {
    Allowance allowance = allowances.get(kind);
    if (allowance == null || !allowance.take(clock.steadyMs())) {
      return;
    }
    if (waiting.size() >= MOST_WAITING) {
      allowance.omitted++;
      return;
    }
    StringBuilder meta = new StringBuilder("{\"address\":");
    JsonText.quote(address, meta);
    JsonText.quote(why, meta.append(",\"reason\":"));
    add(kind, sub, target, meta, allowance);
  }

  private void add(Kind kind, String sub, String target, StringBuilder meta, Allowance allowance) {
    if (allowance.omitted > 0) {
      meta.append(",\"omitted\":").append(allowance.omitted);
      allowance.omitted = 0;
    }
    add(kind, shortened(sub), shortened(target), meta.append('}').toString());
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_TARGET ? text.substring(0, LONGEST_TARGET) + '…' : text;
  }

  /**
   * A policy has refused the request: by whom, what and of which actor, without arguments. The same
   * once more within {@link RepeatedDenials#WINDOW_MS} is only counted, so that one who tries again
   * and again does not hide what others try.
   */
  @Override
  public synchronized void denied(Envelope refused) {
    Principal principal = refused.headers().principal();
    RepeatedDenials.Denial denial =
        new RepeatedDenials.Denial(
            principal == null ? Principal.ANONYMOUS.sub() : principal.sub(),
            RepeatedDenials.actionOf(refused),
            refused.target());
    long now = clock.steadyMs();
    Allowance allowance = allowances.get(Kind.POLICY_DENIED);
    if (allowance == null || repeated.isRepeated(denial, now)) {
      return;
    }
    if (!allowance.take(now)) {
      return;
    }
    if (waiting.size() >= MOST_WAITING) {
      allowance.omitted++;
      return;
    }
    StringBuilder meta = new StringBuilder("{\"action\":");
    JsonText.quote(denial.action(), meta);
    long times = repeated.begin(denial, now);
    if (times > 0) {
      meta.append(",\"repeated\":").append(times);
    }
    ActorRef ref = denial.target();
    add(Kind.POLICY_DENIED, denial.sub(), ref.className() + ':' + ref.id(), meta, allowance);
  }

  private void add(Kind kind, String sub, String target, String meta) {
    waiting.add(kind.action.entry(clock.nowMs(), sub, target, meta));
    if (writer == null) {
      writer = Thread.startVirtualThread(this::write);
    }
  }

  private void write() {
    for (List<AuditEntry> next = next(); !next.isEmpty(); next = next()) {
      try {
        store.append(next);
      } catch (ActjsException e) {
        LOG.warn("{} refusals and logins are not in the audit: {}", next.size(), e.detail());
      } catch (RuntimeException | Error e) {
        LOG.error("{} refusals and logins are not in the audit", next.size(), e);
      }
    }
  }

  private synchronized List<AuditEntry> next() {
    List<AuditEntry> first = waiting.subList(0, Math.min(AuditStore.MAX_ENTRIES, waiting.size()));
    List<AuditEntry> next = List.copyOf(first);
    first.clear();
    if (next.isEmpty()) {
      writer = null;
    }
    return next;
  }

  /** Notes what was left out since, and waits a moment until all is stored. */
  @Override
  public void close() {
    Thread last;
    synchronized (this) {
      allowances.forEach(
          (kind, allowance) -> {
            if (allowance.omitted > 0) {
              add(kind, "system", "", "{\"omitted\":" + allowance.omitted + "}");
              allowance.omitted = 0;
            }
          });
      last = writer;
    }
    try {
      if (last != null && !last.join(Duration.ofMillis(CLOSE_MS))) {
        LOG.warn("the last refusals and logins may not be in the audit");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
