package io.actjs.storage.audit;

import io.actjs.model.AuditEntry;
import org.jspecify.annotations.Nullable;

/**
 * Asks for entries of the audit.
 *
 * @param principal who did it; null for anybody
 * @param action how the action begins; null for any
 * @param target how the target begins; null for any
 * @param from entries that come behind this ordinal in the order that is asked for; {@code
 *     Long.MAX_VALUE} from the newest on, when that comes first
 * @param newestFirst else in the order of writing
 * @param limit of entries in the answer
 */
public record AuditQuery(
    @Nullable String principal,
    @Nullable String action,
    @Nullable String target,
    long from,
    boolean newestFirst,
    int limit) {

  /** The newest entries, whatever they are about. */
  public static AuditQuery newest(int limit) {
    return new AuditQuery(null, null, null, Long.MAX_VALUE, true, limit);
  }

  /** The entries after the ordinal, whatever they are about. */
  public static AuditQuery after(long ordinal, int limit) {
    return new AuditQuery(null, null, null, ordinal, false, limit);
  }

  public AuditQuery from(long ordinal) {
    return new AuditQuery(principal, action, target, ordinal, newestFirst, limit);
  }

  boolean matches(AuditEntry entry) {
    return (principal == null || principal.equals(entry.principal()))
        && (action == null || entry.action().startsWith(action))
        && (target == null || entry.target().startsWith(target));
  }
}
