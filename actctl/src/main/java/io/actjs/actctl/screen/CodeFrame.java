package io.actjs.actctl.screen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/**
 * A place in a source as its author sees it: the line, a caret under the column, and lines around.
 *
 * @param context lines above and below
 * @param width characters of a line; of longer ones the part with the column is shown
 */
public record CodeFrame(Ansi ansi, int context, int width) {
  /** Larger files are not read. */
  private static final long LARGEST = 1 << 20;

  private static final String CUT = "…";

  /**
   * The lines of the frame; none when the file cannot be read, or has no such line.
   *
   * @param line from 1
   * @param column from 1
   */
  public List<String> lines(Path file, int line, int column) {
    List<String> all;
    try {
      all = Files.size(file) > LARGEST ? List.of() : Files.readAllLines(file);
    } catch (IOException unreadable) {
      return List.of();
    }
    return line < 1 || line > all.size() ? List.of() : lines(all, line, column);
  }

  private List<String> lines(List<String> all, int at, int column) {
    List<String> lines = new ArrayList<>();
    int from = column <= width ? 0 : column - width / 2;
    int first = Math.max(1, at - context);
    int last = Math.min(all.size(), at + context);
    int digits = String.valueOf(last).length();
    for (int line = first; line <= last; line++) {
      String number = String.format("%" + digits + "d", line);
      String text = cut(ErrorLines.printable(all.get(line - 1).replace('\t', ' ')), from);
      boolean here = line == at;
      String style = here ? "bold" : "faint";
      lines.add(Styled.text(ansi, (here ? "> " : "  ") + number + " | " + text, style));
      if (here) {
        int before = Math.clamp(column - 1L - from + (from == 0 ? 0 : CUT.length()), 0, width);
        String caret = "  " + " ".repeat(digits) + " | " + " ".repeat(before) + "^";
        lines.add(Styled.text(ansi, caret, "red"));
      }
    }
    return lines;
  }

  private String cut(String line, int from) {
    String begun = from == 0 ? line : CUT + line.substring(Math.min(from, line.length()));
    return begun.length() <= width ? begun : begun.substring(0, width) + CUT;
  }
}
