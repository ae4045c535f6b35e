package io.actjs.actctl.shell;

import io.actjs.engine.script.Snippet;
import io.actjs.engine.source.Mappings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds in stack traces where in the author's texts something happened. */
final class Places {
  /** Lines of the program before the first of a snippet's code. */
  static final int LINES_BEFORE = 1;

  private static final int MOST_KEPT = 500;
  private static final String RESOURCE = "snippet-";
  private static final Pattern FRAME = Pattern.compile("\\b" + RESOURCE + "(\\d+):(\\d+):(\\d+)");

  /** A text, and for each line of its code: column to place. */
  private record Mapped(Source source, List<NavigableMap<Integer, Place>> lines) {}

  /** Counted from 1. */
  private record Place(int line, int column) {}

  private final Map<Integer, Mapped> kept = new LinkedHashMap<>();

  /** The name of the code of a text in stack traces. */
  static String resource(int number) {
    return RESOURCE + number;
  }

  void keep(int number, Source source, Snippet.Code code) {
    List<NavigableMap<Integer, Place>> lines = new ArrayList<>();
    Mappings.read(
        code.mappings(),
        new Mappings.Visitor() {
          @Override
          public void line() {
            lines.add(new TreeMap<>());
          }

          @Override
          public void segment(int column, int from, int line, int sourceColumn) {
            if (from != Mappings.NO_SOURCE) {
              int before = line == 0 ? code.columnsBefore() : 0;
              Place place = new Place(line + 1, Math.max(1, sourceColumn + 1 - before));
              lines.getLast().put(column, place);
            }
          }
        });
    kept.put(number, new Mapped(source, lines));
    if (kept.size() > MOST_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  /** The innermost place in a stack trace, as seen from a text; null when there is none. */
  @Nullable String innermost(String stack, int from) {
    Matcher frame = FRAME.matcher(stack);
    while (frame.find()) {
      int number = Integer.parseInt(frame.group(1));
      Mapped mapped = kept.get(number);
      int line = Integer.parseInt(frame.group(2)) - 1 - LINES_BEFORE;
      if (mapped != null && line >= 0 && line < mapped.lines.size()) {
        var nearest = mapped.lines.get(line).floorEntry(Integer.parseInt(frame.group(3)) - 1);
        if (nearest != null) {
          Place place = nearest.getValue();
          return text(mapped.source, place.line, place.column)
              + (number == from || mapped.source.file() != null ? "" : " of an earlier input");
        }
      }
    }
    return null;
  }

  /** {@code file:line:column}, or without the file. */
  static String text(Source source, int line, int column) {
    String place = (source.linesBefore() + line) + ":" + column;
    return source.file() == null ? place : source.file() + ":" + place;
  }
}
