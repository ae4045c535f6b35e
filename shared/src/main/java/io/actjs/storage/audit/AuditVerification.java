package io.actjs.storage.audit;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.audit.AuditFault.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs an {@link AuditCheck} over the audit of a store that others use. */
final class AuditVerification {
  private static final int PAGE = 500;

  /** Retention that drops entries while they are read makes it begin again. */
  private static final int ATTEMPTS = 5;

  private AuditVerification() {}

  static AuditReport run(AuditStore audit, @Nullable ChainPoint noted) {
    AuditReport report;
    int attempt = 0;
    do {
      AuditEnds ends;
      try {
        ends = audit.ends();
      } catch (ActjsException e) {
        if (e.code() != ProblemCode.StoreDamaged) {
          throw e;
        }
        AuditFault fault = new AuditFault(0, Kind.HEAD, e.detail());
        return new AuditReport(0, AuditEnds.EMPTY, fault);
      }
      report = attempt(audit, new AuditCheck(ends, noted), ends);
      attempt++;
    } while (report.fault() != null
        && attempt < ATTEMPTS
        && !audit.ends().base().equals(report.ends().base()));
    return report;
  }

  /** Entries behind the head may have been written since it was read. */
  private static AuditReport attempt(AuditStore audit, AuditCheck check, AuditEnds ends) {
    long behind = Long.MIN_VALUE;
    boolean more = true;
    while (more) {
      List<ChainedEntry> page = audit.after(behind, PAGE);
      for (ChainedEntry entry : page) {
        more = more && entry.ordinal() <= ends.head().ordinal() && check.accept(entry);
      }
      more = more && page.size() == PAGE;
      behind = page.isEmpty() ? behind : page.getLast().ordinal();
    }
    AuditReport report = check.report();
    return report.fault() == null ? withoutSurplus(audit, report) : report;
  }

  /** Finds an entry behind the end that no server wrote. */
  private static AuditReport withoutSurplus(AuditStore audit, AuditReport report) {
    List<ChainedEntry> last = audit.before(Long.MAX_VALUE, 1);
    AuditEnds now = audit.ends();
    if (last.isEmpty() || last.getFirst().ordinal() <= now.head().ordinal()) {
      return report;
    }
    long ordinal = last.getFirst().ordinal();
    return new AuditReport(
        report.sound(),
        report.ends(),
        new AuditFault(
            ordinal,
            Kind.INSERTED,
            "entry " + ordinal + " is behind the audit's end: no server wrote it"));
  }
}
