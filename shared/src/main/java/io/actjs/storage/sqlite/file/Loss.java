package io.actjs.storage.sqlite.file;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.sqlite.file.StoreMark.Point;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was acknowledged, as the mark tells, and is not in the database.
 *
 * @param found how far the database is
 * @param kept the mark's point of that position, or the oldest that the mark still has: then what
 *     is missing can be counted from below only
 * @param acknowledged how far the mark is
 */
public record Loss(Path file, Point found, Point kept, Point acknowledged) {

  /** Compares; null when nothing is missing. A database that is ahead of its mark is whole. */
  public static @Nullable Loss between(Path file, Point found, StoreMark mark) {
    Point acknowledged = mark.last();
    boolean behind = found.pos() < acknowledged.pos() || found.revision() < acknowledged.revision();
    return behind ? of(file, found, mark) : null;
  }

  /** What is missing behind a position. */
  public static Loss of(Path file, Point found, StoreMark mark) {
    return new Loss(file, found, mark.from(found.pos()), mark.last());
  }

  /** Group commits that are missing. */
  public long commits() {
    return Math.max(0, acknowledged.pos() - found.pos());
  }

  /** Turns that are missing; at least so many when {@link #isExact} says no. */
  public long turns() {
    return acknowledged.turns() - kept.turns();
  }

  public boolean isExact() {
    return kept.pos() == found.pos();
  }

  /** Changes of classes, manifests, keys and the like that are missing. */
  public int changes() {
    return Math.max(0, acknowledged.revision() - found.revision());
  }

  /** When the last commit was that is still there; null when the mark does not know. */
  public @Nullable Instant since() {
    return commits() > 0 && isExact() ? Instant.ofEpochMilli(kept.at()) : null;
  }

  /** What is missing, for people. */
  public String text() {
    StringBuilder text = new StringBuilder(256).append("the store ").append(file).append(" lacks ");
    if (commits() > 0) {
      text.append(isExact() ? "" : "at least ").append(count(turns(), "acknowledged turn"));
      text.append(" (").append(count(commits(), "commit"));
      text.append(": it ends at position ").append(found.pos());
      text.append(" of ").append(acknowledged.pos()).append(')');
    }
    if (changes() > 0) {
      text.append(commits() > 0 ? ", and " : "");
      text.append(count(changes(), "change")).append(" of classes, manifests or keys");
    }
    Instant since = since();
    if (since != null) {
      text.append(", made after ").append(since);
    }
    return text.append("; the last was at ")
        .append(Instant.ofEpochMilli(acknowledged.at()))
        .toString();
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  public ActjsException refusal() {
    return new ActjsException(
        ProblemCode.StoreDamaged,
        text()
            + ". Restore the missing file (most likely "
            + file.getFileName()
            + "-wal) or a backup, or go on without them: \"actctl start --accept-loss\"");
  }
}
