package io.actjs.actctl.coverage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/**
 * What ran of a source.
 *
 * @param lines number of each line with code, from 1, to how often it began to run
 * @param functions ordered by their place
 */
public record SourceCoverage(
    Path file, NavigableMap<Integer, Long> lines, List<FunctionCoverage> functions) {

  /**
   * What ran of a function.
   *
   * @param name empty when it has none
   * @param line counted from 1
   */
  public record FunctionCoverage(String name, int line, long count) {}

  long linesRun() {
    return lines.values().stream().filter(count -> count > 0).count();
  }

  long functionsRun() {
    return functions.stream().filter(function -> function.count() > 0).count();
  }

  /** The lines that never ran, such as {@code 3, 7-12}; lines without code join what they part. */
  String uncovered() {
    List<String> parts = new ArrayList<>();
    int first = 0;
    int last = 0;
    for (var line : lines.entrySet()) {
      if (line.getValue() == 0) {
        first = first == 0 ? line.getKey() : first;
        last = line.getKey();
      } else if (first != 0) {
        parts.add(part(first, last));
        first = 0;
      }
    }
    if (first != 0) {
      parts.add(part(first, last));
    }
    return String.join(", ", parts);
  }

  private static String part(int first, int last) {
    return first == last ? "" + first : first + "-" + last;
  }
}
