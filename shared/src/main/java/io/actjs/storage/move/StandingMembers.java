package io.actjs.storage.move;

import io.actjs.model.Standing;
import org.jspecify.annotations.Nullable;

/** How a message stands, in its line: what is as in a fresh one is left out. */
final class StandingMembers {
  private StandingMembers() {}

  /** Null for a fresh message. */
  static @Nullable JsonLine of(Standing standing) {
    return standing.isFresh()
        ? null
        : new JsonLine()
            .number("dueAt", unlessZero(standing.dueAt()))
            .number("everyMs", unlessZero(standing.everyMs()))
            .number("attempts", unlessZero(standing.attempts()))
            .number("lost", unlessZero(standing.lost()))
            .text("lastError", standing.lastError());
  }

  private static @Nullable Long unlessZero(long number) {
    return number == 0 ? null : number;
  }

  static Standing read(Members line) {
    Members standing = line.optionalObject("standing");
    return standing == null
        ? Standing.FRESH
        : new Standing(
            orZero(standing, "dueAt"),
            orZero(standing, "everyMs"),
            Math.toIntExact(orZero(standing, "attempts")),
            Math.toIntExact(orZero(standing, "lost")),
            standing.optionalText("lastError"));
  }

  private static long orZero(Members standing, String name) {
    Long number = standing.optionalNumber(name);
    return number == null ? 0 : number;
  }
}
