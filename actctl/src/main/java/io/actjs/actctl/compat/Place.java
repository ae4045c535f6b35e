package io.actjs.actctl.compat;

import io.actjs.actctl.compat.Difference.Kind;

/** Where a schema stands in a class, which decides who relies on it. */
enum Place {
  /** What callers send: it must not become less. */
  ARGUMENT("the argument"),
  /** What callers get: it must not become more. */
  RESULT("the result"),
  /** What callers get one by one. */
  YIELDS("what it yields"),
  /** What is stored, and what subscribers and older versions read. */
  STATE("the state"),
  /** What clients are shown in place of the state. */
  VIEW("the view"),
  /** The same, of which there may be more kinds. */
  EVENTS("an event"),
  /** What another class gets. */
  PAYLOAD("the payload");

  /** The member that tells events apart. */
  private static final String EVENT_TYPE = "/type";

  private final String noun;

  Place(String noun) {
    this.noun = noun;
  }

  Bump asks(Difference difference) {
    boolean breaks =
        switch (difference.kind()) {
          case ADDED -> false;
          case REMOVED, RETYPED -> true;
          case ADDED_REQUIRED, NOW_REQUIRED, NARROWER -> !isOnlyRead();
          case NOW_OPTIONAL -> this != ARGUMENT;
          case WIDER -> this != ARGUMENT && !isNewEvent(difference.path());
        };
    return breaks ? Bump.MAJOR : Bump.MINOR;
  }

  private boolean isOnlyRead() {
    return this == RESULT || this == YIELDS || this == PAYLOAD || this == VIEW;
  }

  private boolean isNewEvent(String path) {
    return this == EVENTS && (path.isEmpty() || path.equals(EVENT_TYPE));
  }

  /** The difference in words. */
  String says(Difference difference) {
    String path = difference.path();
    String subject = path.isEmpty() ? noun : this == ARGUMENT ? path : path + " of " + noun;
    boolean isNew = difference.kind() == Kind.ADDED_REQUIRED && isOnlyRead();
    return subject + " " + (isNew ? "is new" : difference.text());
  }
}
