package io.actjs.storage.audit;

import io.actjs.model.AuditEntry;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.audit.AuditFault.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes all entries in the order of their ordinals and finds the first that is not as it was
 * written. Behind one that does not fit it looks at some more, to tell what became of it.
 */
public final class AuditCheck {
  private static final int LOOKED_AT = 256;

  private final AuditEnds ends;
  private final @Nullable ChainPoint noted;

  /** The last sound entry. */
  private ChainPoint at;

  private @Nullable AuditFault fault;

  /** The entry that does not fit, and those behind it; empty while all do. */
  private final List<ChainedEntry> suspects = new ArrayList<>();

  /**
   * @param noted a head that was noted before; null for none
   */
  public AuditCheck(AuditEnds ends, @Nullable ChainPoint noted) {
    this.ends = ends;
    this.noted = noted;
    this.at = ends.base();
    if (noted != null) {
      compareWithNoted(at);
    }
  }

  /** Returns false when it needs no more. */
  public boolean accept(ChainedEntry entry) {
    if (fault != null) {
      return false;
    }
    if (!suspects.isEmpty()) {
      suspects.add(entry);
      return suspects.size() < LOOKED_AT;
    }
    long expected = at.ordinal() + 1;
    long ordinal = entry.ordinal();
    if (ordinal < expected) {
      fail(ordinal, Kind.INSERTED, "was dropped by retention, and is there again");
    } else if (ordinal > ends.head().ordinal()) {
      fail(ordinal, Kind.INSERTED, "is behind the audit's end: no server wrote it");
    } else if (ordinal > expected) {
      fail(expected, Kind.MISSING, "is missing");
    } else if (entry.follows(at)) {
      at = entry.point();
      compareWithNoted(at);
    } else {
      suspects.add(entry);
    }
    return fault == null;
  }

  private void compareWithNoted(ChainPoint point) {
    if (noted != null && noted.ordinal() == point.ordinal() && !noted.equals(point)) {
      fail(
          point.ordinal(),
          Kind.CHANGED,
          "is not the one that was noted: the audit was written anew");
    }
  }

  private void fail(long ordinal, Kind kind, String what) {
    if (fault == null) {
      fault = new AuditFault(ordinal, kind, "entry " + ordinal + " " + what);
    }
  }

  /** After the last entry, or when no more are needed. */
  public AuditReport report() {
    if (fault == null && !suspects.isEmpty()) {
      diagnose();
    }
    if (fault == null) {
      compareEnd();
    }
    return new AuditReport(at.ordinal() - ends.base().ordinal(), ends, fault);
  }

  private void diagnose() {
    ChainedEntry suspect = suspects.getFirst();
    long place = suspect.ordinal();
    for (int i = 1; i < suspects.size(); i++) {
      ChainedEntry other = suspects.get(i);
      Bytes chain = ChainedEntry.chain(at.chain(), place, other.entry());
      Bytes before = i == 1 ? chain : suspects.get(i - 1).chain();
      Bytes moved = ChainedEntry.chain(before, other.ordinal(), suspect.entry());
      boolean belongsHere = isOneOf(chain, suspect, other);
      if (belongsHere && isOneOf(moved, suspect, other)) {
        fail(place, Kind.REORDERED, "has changed places with entry " + other.ordinal());
        return;
      }
      if (belongsHere && chain.equals(other.chain())) {
        fail(place, Kind.INSERTED, "is one that no server wrote there");
        return;
      }
    }
    AuditEntry entry = suspect.entry();
    fail(
        place,
        Kind.CHANGED,
        "is not as it was written; it says now: "
            + quoted(entry.action())
            + " by "
            + quoted(entry.principal())
            + " at "
            + entry.at());
  }

  private static boolean isOneOf(Bytes chain, ChainedEntry one, ChainedEntry other) {
    return chain.equals(one.chain()) || chain.equals(other.chain());
  }

  private static String quoted(String text) {
    return '"' + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + '"';
  }

  private void compareEnd() {
    ChainPoint head = ends.head();
    if (at.ordinal() < head.ordinal()) {
      fail(
          at.ordinal() + 1,
          Kind.MISSING,
          "is missing, and with it all up to entry " + head.ordinal());
    } else if (!at.equals(head)) {
      fail(head.ordinal(), Kind.HEAD, "is not the one that the audit's end is recorded with");
    } else if (noted != null && noted.ordinal() > head.ordinal()) {
      fail(
          head.ordinal() + 1,
          Kind.MISSING,
          "is missing, and with it all up to entry " + noted.ordinal() + ", which was noted");
    } else if (noted != null && noted.ordinal() < ends.base().ordinal()) {
      fail(
          noted.ordinal(),
          Kind.UNPROVABLE,
          "was noted, and has been dropped by retention: note the head more often");
    }
  }
}
