package io.actjs.actctl.dev;

/** What a file holds. */
sealed interface Content {

  /** A source that can be tried. */
  record Source(String text) implements Content {}

  /** Something that is no source. */
  record Unusable(String reason) implements Content {}
}
