package io.actjs.actctl.dev;

/** The contents of a file. */
sealed interface Content {

  /** A source that can be published. */
  record Source(String text) implements Content {}

  /** Something that is not a source. */
  record Unusable(String reason) implements Content {}
}
