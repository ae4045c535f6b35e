package io.actjs.actctl.test;

import io.actjs.actctl.bundle.ImportGraph;
import io.actjs.engine.script.ScriptIsolate;
import io.actjs.engine.source.SourceMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads stack traces of a test isolate: which of the author's places they tell of. */
final class Trace {
  /** The frames of the harness, which tell nothing to the author. */
  static final String HARNESS = "actjs-test.js";

  static final String BUNDLE = "bundle.js";

  private static final Pattern FRAME =
      Pattern.compile("^\\s+at (?:(.*?) \\()?(.+?):(\\d+):(\\d+)\\)?$");

  private static final int MOST_FRAMES = 10;
  private static final String SOURCE = ".ts";

  private final BundlePositions bundle;
  private final Map<String, ClassFrames> classes = new HashMap<>();

  /** The file of a class, and how its frames are told. */
  private record ClassFrames(Path file, SourceMap map) {}

  Trace(BundlePositions bundle) {
    this.bundle = bundle;
  }

  /**
   * Makes frames of a class known.
   *
   * @param name of the class and version in stack traces, without {@code .ts}
   */
  void add(String name, Path file, SourceMap map) {
    classes.put(name, new ClassFrames(file, map));
  }

  /**
   * A frame.
   *
   * @param function empty at the top of a file
   */
  record Frame(String function, SourcePlace place) {
    @Override
    public String toString() {
      String at = place.file().getFileName() + ":" + place.line() + ":" + place.column();
      return function.isEmpty() ? at : function + " (" + at + ")";
    }
  }

  /** The frames in the author's own files, the innermost first. */
  List<Frame> frames(String stack) {
    List<Frame> frames = new ArrayList<>();
    for (String line : stack.split("\n")) {
      Matcher matcher = FRAME.matcher(line);
      if (matcher.matches() && frames.size() < MOST_FRAMES) {
        SourcePlace place =
            place(
                matcher.group(2),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)));
        if (place != null && !ImportGraph.isOfPackage(place.file())) {
          String function = matcher.group(1) == null ? "" : matcher.group(1);
          frames.add(new Frame(function.replaceFirst("^async ", ""), place));
        }
      }
    }
    return frames;
  }

  private @Nullable SourcePlace place(String resource, int line, int column) {
    if (resource.equals(BUNDLE)) {
      int before = line == 1 ? ScriptIsolate.columnsBefore() : 0;
      return bundle.at(line, Math.max(1, column - before));
    }
    String name = resource.endsWith(SOURCE) ? withoutSource(resource) : resource;
    ClassFrames known = classes.get(name);
    return known == null ? null : placeIn(name, known, resource + ":" + line + ":" + column);
  }

  private static String withoutSource(String resource) {
    return resource.substring(0, resource.length() - SOURCE.length());
  }

  private static @Nullable SourcePlace placeIn(String name, ClassFrames known, String position) {
    Matcher matcher = FRAME.matcher(" at " + known.map.remap(position));
    if (!matcher.matches() || !matcher.group(2).endsWith(SOURCE)) {
      return null;
    }
    String other = name + "/";
    Path file =
        matcher.group(2).startsWith(other)
            ? known.file.resolveSibling(matcher.group(2).substring(other.length())).normalize()
            : known.file;
    return new SourcePlace(
        file, Integer.parseInt(matcher.group(3)), Integer.parseInt(matcher.group(4)));
  }
}
