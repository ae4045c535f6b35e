package io.actjs.engine.inspect;

import java.util.List;

/**
 * How often the parts of a script ran in one isolate.
 *
 * @param text of the script, as it was handed in
 * @param functions outer ones before inner ones; those that V8 did not get to know, because they
 *     are inside one that never ran, are absent
 */
public record Counted(String text, List<Function> functions) {

  /**
   * @param name empty when it has none; V8's own names begin with {@code <}
   * @param ranges the first is the whole function, the others are parts of those before them
   */
  public record Function(String name, List<Range> ranges) {}

  /**
   * A part of the text.
   *
   * @param begin characters before it
   * @param end characters before what follows it
   */
  public record Range(int begin, int end, long count) {}
}
