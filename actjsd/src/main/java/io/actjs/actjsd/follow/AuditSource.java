package io.actjs.actjsd.follow;

import io.actjs.actjsd.audit.AuditJson;
import io.actjs.storage.audit.AuditPage;
import io.actjs.storage.audit.AuditQuery;
import io.actjs.storage.audit.AuditStore;
import io.actjs.storage.audit.ChainedEntry;
import io.actjs.wire.SseFrames;
import org.jspecify.annotations.Nullable;

/** The audit behind an entry, in the order of writing. */
final class AuditSource implements FollowSource {
  private static final int PAGE = 100;

  /**
   * Which entries a follower wants.
   *
   * @param principal null for any
   * @param action how it begins, or null
   * @param target how it begins, or null
   */
  record Filter(@Nullable String principal, @Nullable String action, @Nullable String target) {}

  private final AuditStore audit;
  private final AuditPulse pulse;
  private final Filter filter;
  private long at;

  /**
   * @param at the ordinal of the last entry that the follower has
   */
  AuditSource(AuditStore audit, AuditPulse pulse, Filter filter, long at) {
    this.audit = audit;
    this.pulse = pulse;
    this.filter = filter;
    this.at = at;
  }

  @Override
  public void take(StringBuilder blocks) {
    long base = audit.ends().base().ordinal();
    if (base > at) {
      blocks.append("id: ").append(base).append('\n');
      blocks.append(SseFrames.message("gap", "{\"entries\":" + (base - at) + "}"));
      at = base;
    }
    boolean more = true;
    while (more && blocks.length() < ENOUGH) {
      AuditPage page =
          audit.read(
              new AuditQuery(
                  filter.principal(), filter.action(), filter.target(), at, false, PAGE));
      for (ChainedEntry entry : page.entries()) {
        StringBuilder json = new StringBuilder();
        AuditJson.append(entry, json);
        blocks.append("id: ").append(entry.ordinal()).append('\n');
        blocks.append(SseFrames.message("entry", json.toString()));
      }
      at = Math.max(at, page.next());
      more = page.more();
    }
  }

  @Override
  public void await(long millis) throws InterruptedException {
    pulse.await(at, millis);
  }

  @Override
  public String place() {
    return String.valueOf(at);
  }

  @Override
  public void wake() {
    pulse.wake();
  }
}
