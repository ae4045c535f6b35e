package io.actjs.actctl.coverage;

import io.actjs.actctl.bundle.ImportGraph;
import io.actjs.engine.inspect.Counted;
import io.actjs.engine.inspect.Coverage;
import io.actjs.engine.inspect.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sums what V8 counts in all isolates of a test run, and leads it back to the author's files: those
 * of classes and of the modules that these or tests import, without packages and test files.
 * Thread-safe.
 */
public final class CoverageRun {
  private final Map<String, ScriptSegments> scripts = new ConcurrentHashMap<>();
  private final Map<Path, SourceCounts> sources = new TreeMap<>();
  private final Coverage coverage = new Coverage(scripts::containsKey, this::add);

  /** To be given to whatever opens isolates. */
  public Inspection inspection() {
    return coverage;
  }

  /**
   * Has a script count, from now on.
   *
   * @param text all of it
   * @param columnsBefore characters before the mapped code in its first line
   * @param map of the code, JSON; an empty one leads nowhere
   * @param file which file a source in the map is, absolute
   */
  public void script(String text, int columnsBefore, String map, Function<String, Path> file) {
    if (!map.isEmpty()) {
      scripts.computeIfAbsent(
          text,
          it ->
              new ScriptSegments(
                  it, columnsBefore, map, source -> counting(file.apply(source).normalize())));
    }
  }

  /** Like {@link #inspection}, for scripts that no test runs: all that is in them never ran. */
  public Inspection untested() {
    return new Coverage(scripts::containsKey, counted -> add(neverRun(counted)));
  }

  private static Counted neverRun(Counted counted) {
    List<Counted.Function> functions = new ArrayList<>();
    for (Counted.Function each : counted.functions()) {
      List<Counted.Range> ranges =
          each.ranges().stream()
              .map(range -> new Counted.Range(range.begin(), range.end(), 0))
              .toList();
      functions.add(new Counted.Function(each.name(), ranges));
    }
    return new Counted(counted.text(), functions);
  }

  private static @Nullable Path counting(Path file) {
    boolean counts =
        !ImportGraph.isOfPackage(file)
            && !file.toString().endsWith(".test.ts")
            && Files.isRegularFile(file);
    return counts ? file : null;
  }

  private synchronized void add(Counted counted) {
    ScriptSegments segments = scripts.get(counted.text());
    if (segments == null) {
      return;
    }
    for (Counted.Function function : counted.functions()) {
      Counted.Range whole = function.ranges().getFirst();
      ScriptSegments.Place place = segments.at(whole.begin());
      // V8's own names are of initializers, whose code counts by its lines.
      if (place != null && !function.name().startsWith("<")) {
        counts(place.file()).function(place.line(), place.column(), function.name(), whole.count());
      }
    }
    addCode(segments, counted.functions());
  }

  /** Each place counts as the innermost range around it does. */
  private void addCode(ScriptSegments segments, List<Counted.Function> functions) {
    List<Counted.Range> ranges = new ArrayList<>();
    functions.forEach(function -> ranges.addAll(function.ranges()));
    ranges.sort((a, b) -> a.begin() == b.begin() ? b.end() - a.end() : a.begin() - b.begin());
    Deque<Counted.Range> around = new ArrayDeque<>();
    int next = 0;
    for (Map.Entry<Integer, ScriptSegments.Place> each : segments.all().entrySet()) {
      int offset = each.getKey();
      while (next < ranges.size() && ranges.get(next).begin() <= offset) {
        Counted.Range range = ranges.get(next++);
        leave(around, range.begin());
        around.push(range);
      }
      leave(around, offset);
      ScriptSegments.Place place = each.getValue();
      long count = around.isEmpty() ? 0 : around.element().count();
      counts(place.file()).code(place.line(), place.column(), count);
    }
  }

  private static void leave(Deque<Counted.Range> around, int offset) {
    while (!around.isEmpty() && around.element().end() <= offset) {
      around.pop();
    }
  }

  private SourceCounts counts(Path file) {
    return sources.computeIfAbsent(file, it -> new SourceCounts());
  }

  /**
   * What ran of each file, ordered by their paths.
   *
   * @throws IOException when a source can no longer be read
   */
  public synchronized List<SourceCoverage> result() throws IOException {
    List<SourceCoverage> all = new ArrayList<>();
    for (Map.Entry<Path, SourceCounts> each : sources.entrySet()) {
      all.add(each.getValue().of(each.getKey()));
    }
    return all;
  }
}
