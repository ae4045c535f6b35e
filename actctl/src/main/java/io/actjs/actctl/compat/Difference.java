package io.actjs.actctl.compat;

/**
 * A difference between two schemas, whatever they are of.
 *
 * @param path JSON pointer to the value that it is about, in which {@code *} stands for every
 *     element or member; {@code ""} for the whole
 * @param text what is said of that value, without its name
 */
record Difference(Kind kind, String path, String text) {

  /** What became of the value. */
  enum Kind {
    /** A member that is new and may be absent. */
    ADDED,
    /** A member that is new and must be there. */
    ADDED_REQUIRED,
    /** A member that is no longer named. */
    REMOVED,
    NOW_REQUIRED,
    NOW_OPTIONAL,
    /** It may be less than before. */
    NARROWER,
    /** It may be more than before. */
    WIDER,
    /** It may be something else, and may not be what it was. */
    RETYPED
  }
}
