package io.actjs.actctl.codegen;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The difference between two texts as git prints it, which {@code git apply} can apply. */
final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private static final String NO_NEWLINE = "\\ No newline at end of file";

  private final List<String> before;
  private final List<String> after;
  private final List<String> lines = new ArrayList<>();

  private UnifiedDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /**
   * The difference; empty when there is none.
   *
   * @param name of the file
   * @param before null when there was no such file
   * @param after null when there is none any more
   */
  static String of(String name, @Nullable String before, @Nullable String after) {
    UnifiedDiff diff = new UnifiedDiff(lines(before), lines(after));
    diff.lines.add("--- " + (before == null ? "/dev/null" : "a/" + name));
    diff.lines.add("+++ " + (after == null ? "/dev/null" : "b/" + name));
    Patch<String> patch = DiffUtils.diff(diff.before, diff.after);
    List<AbstractDelta<String>> hunk = new ArrayList<>();
    for (AbstractDelta<String> delta : patch.getDeltas()) {
      if (!hunk.isEmpty() && begin(delta) - end(hunk.getLast()) > 2 * CONTEXT) {
        diff.add(hunk);
        hunk.clear();
      }
      hunk.add(delta);
    }
    if (hunk.isEmpty()) {
      return "";
    }
    diff.add(hunk);
    return String.join("\n", diff.lines) + "\n";
  }

  /** Lines with their ends, so that the last one tells whether it has one. */
  private static List<String> lines(@Nullable String text) {
    return text == null || text.isEmpty()
        ? List.of()
        : List.of(text.split("(?<=\n)", -1)).stream().filter(it -> !it.isEmpty()).toList();
  }

  private static int begin(AbstractDelta<String> delta) {
    return delta.getSource().getPosition();
  }

  private static int end(AbstractDelta<String> delta) {
    return begin(delta) + delta.getSource().size();
  }

  private void add(List<AbstractDelta<String>> hunk) {
    int from = Math.max(0, begin(hunk.getFirst()) - CONTEXT);
    int to = Math.min(before.size(), end(hunk.getLast()) + CONTEXT);
    int shift = hunk.getFirst().getTarget().getPosition() - begin(hunk.getFirst());
    int head = lines.size();
    int at = from;
    int size = to - from;
    for (AbstractDelta<String> delta : hunk) {
      before.subList(at, begin(delta)).forEach(it -> line(' ', it));
      delta.getSource().getLines().forEach(it -> line('-', it));
      delta.getTarget().getLines().forEach(it -> line('+', it));
      size += delta.getTarget().size() - delta.getSource().size();
      at = end(delta);
    }
    before.subList(at, to).forEach(it -> line(' ', it));
    lines.add(head, "@@ -" + range(from, to - from) + " +" + range(from + shift, size) + " @@");
  }

  private void line(char mark, String text) {
    boolean ends = text.endsWith("\n");
    lines.add(mark + (ends ? text.substring(0, text.length() - 1) : text));
    if (!ends) {
      lines.add(NO_NEWLINE);
    }
  }

  /** A range of no lines is named by the line before it. */
  private static String range(int from, int size) {
    int first = size == 0 ? from : from + 1;
    return size == 1 ? Integer.toString(first) : first + "," + size;
  }
}
