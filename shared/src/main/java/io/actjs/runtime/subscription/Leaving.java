package io.actjs.runtime.subscription;

/** How a subscriber leaves. */
enum Leaving {
  /** It says so, or is told to. */
  SAID,
  /** Its connection has ended; it may come back. */
  CUT,
  /** The actor is gone. */
  GONE
}
