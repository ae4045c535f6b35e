package io.actjs.actctl.coverage;

import io.actjs.actctl.coverage.SourceCoverage.FunctionCoverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The counts of one source, of all scripts that were made of it. */
final class SourceCounts {
  /** What only ends or divides code, or is none. */
  private static final Pattern NO_CODE =
      Pattern.compile("(?:\\s|[{}()\\[\\];,]|\\b(?:else|finally|try|do)\\b)*(?://.*|/?\\*.*)?");

  /** Where a compiler makes a constructor that the author did not write. */
  private static final Pattern CLASS =
      Pattern.compile("(?:export\\s+)?(?:default\\s+)?(?:abstract\\s+)?class\\b.*");

  /** A place in the source. */
  private record Spot(int line, int column) {}

  private record Named(Spot at, String name) {}

  private final Map<Spot, Long> spots = new HashMap<>();
  private final Map<Named, Long> functions = new HashMap<>();

  void code(int line, int column, long count) {
    spots.merge(new Spot(line, column), count, Long::sum);
  }

  void function(int line, int column, String name, long count) {
    functions.merge(new Named(new Spot(line, column), name), count, Long::sum);
  }

  /**
   * A line ran as often as the part of it that ran most often.
   *
   * @throws IOException when the source cannot be read
   */
  SourceCoverage of(Path file) throws IOException {
    List<String> text = Files.readAllLines(file);
    NavigableMap<Integer, Long> lines = new TreeMap<>();
    spots.forEach(
        (spot, count) -> {
          if (spot.line() <= text.size() && !NO_CODE.matcher(text.get(spot.line() - 1)).matches()) {
            lines.merge(spot.line(), count, Math::max);
          }
        });
    List<Map.Entry<Named, Long>> ordered = new ArrayList<>(functions.entrySet());
    ordered.sort(
        Comparator.comparing(
            (Map.Entry<Named, Long> each) -> each.getKey().at(),
            Comparator.comparingInt(Spot::line).thenComparingInt(Spot::column)));
    List<FunctionCoverage> told = new ArrayList<>();
    for (Map.Entry<Named, Long> each : ordered) {
      Named function = each.getKey();
      if (isWritten(function.at(), text)) {
        told.add(new FunctionCoverage(function.name(), function.at().line(), each.getValue()));
      }
    }
    return new SourceCoverage(file, lines, told);
  }

  private static boolean isWritten(Spot at, List<String> text) {
    if (at.line() > text.size()) {
      return false;
    }
    String line = text.get(at.line() - 1);
    return at.column() < line.length() && !CLASS.matcher(line.substring(at.column())).matches();
  }
}
