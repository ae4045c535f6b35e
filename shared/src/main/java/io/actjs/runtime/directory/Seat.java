package io.actjs.runtime.directory;

import org.jspecify.annotations.Nullable;

/**
 * Lets one actor be in memory. An actor that leaves keeps it for its successor, unless it leaves to
 * make room: then another has it. Thread-safe.
 */
public final class Seat {
  /** Where nothing is counted. */
  public static final Seat FREE = new Seat("", null);

  private final String className;
  private final @Nullable String tenant;
  private @Nullable Resident holder;
  private boolean claimed;
  private boolean given;

  /**
   * @param className empty when it is not counted for a class
   * @param tenant null when it is not counted for one
   */
  Seat(String className, @Nullable String tenant) {
    this.className = className;
    this.tenant = tenant;
  }

  String className() {
    return className;
  }

  @Nullable String tenant() {
    return tenant;
  }

  /** The resident has it from now on; false when it has been given away. */
  synchronized boolean passTo(Resident resident) {
    if (this == FREE) {
      return true;
    }
    claimed = false;
    holder = resident;
    return !given;
  }

  /** Its holder, if that seems idle and nobody else has asked it to leave. */
  synchronized @Nullable Resident idleHolder() {
    return claimed || given || holder == null || !holder.isIdle() ? null : holder;
  }

  /** The caller asks its holder to leave; false when somebody does already, or it has another. */
  synchronized boolean claim(Resident from) {
    boolean claims = !claimed && !given && from.equals(holder);
    claimed |= claims;
    return claims;
  }

  /** The holder stays. */
  synchronized void keep(Resident by) {
    if (by.equals(holder)) {
      claimed = false;
    }
  }

  /** Whether the resident gives it away; false when it has been, or another has it. */
  synchronized boolean give(Resident by) {
    boolean gives = this != FREE && !given && by.equals(holder);
    given |= gives;
    return gives;
  }
}
