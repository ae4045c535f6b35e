package io.actjs.engine.script;

import java.util.List;

/** What an input of an interactive session is to the compiler. */
public sealed interface Snippet {
  /**
   * It can run.
   *
   * @param code JavaScript: the body of a function that returns another one, which gives a promise
   *     of the value of the input
   * @param mappings of the source map from the code to the text
   * @param columnsBefore characters in the first line that the mappings count and the text has not
   * @param names what it declares at its top level, which are globals from then on
   * @param uses the names that it may mean something global by
   */
  record Code(
      String code, String mappings, int columnsBefore, List<String> names, List<String> uses)
      implements Snippet {}

  /** More text can make it one that can run. */
  record Incomplete(String message, int line, int column) implements Snippet {}

  /**
   * It cannot run.
   *
   * @param line counted from 1, as {@code column} is
   */
  record Wrong(String message, int line, int column) implements Snippet {}

  /**
   * A part of a text that has a colour.
   *
   * @param start in characters
   */
  record Colour(int start, int length, Kind kind) {}

  /** Kinds of parts. */
  enum Kind {
    KEYWORD,
    STRING,
    NUMBER,
    REGEXP,
    COMMENT
  }
}
