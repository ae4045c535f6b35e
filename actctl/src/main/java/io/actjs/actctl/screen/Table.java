package io.actjs.actctl.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Columns of text, as wide as their widest cell. On a terminal that is narrower, cells of the
 * columns that may be {@linkplain #cutting cut} end with an ellipsis; ids, names and times, which
 * are copied, stay whole.
 */
public final class Table {
  private static final int GAP = 2;

  /** A cut column keeps as much, so that its cells still say something. */
  private static final int LEAST = 8;

  private final List<List<String>> rows = new ArrayList<>();
  private Set<String> cut = Set.of();

  public Table(String... headings) {
    rows.add(List.of(headings));
  }

  /** Names the columns that may be cut. */
  public Table cutting(String... headings) {
    cut = Set.of(headings);
    return this;
  }

  public void row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "expected one cell per column, got " + Arrays.toString(cells));
    }
    rows.add(Arrays.stream(cells).map(ErrorLines::oneLine).toList());
  }

  /** The lines for standard output, without a newline after the last. */
  @Override
  public String toString() {
    return within(ScreenWidth.ofOutput());
  }

  /** The lines, at most so many columns wide if the columns that may be cut allow it. */
  String within(int screen) {
    int[] widths = widths();
    narrow(widths, screen);
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = CellText.cut(row.get(i), widths[i]);
        line.append(cell).append(" ".repeat(widths[i] - CellText.width(cell) + GAP));
      }
      lines.add(line.toString().stripTrailing());
    }
    return String.join(System.lineSeparator(), lines);
  }

  private int[] widths() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], CellText.width(row.get(i)));
      }
    }
    return widths;
  }

  /** Takes from the widest column first, until all fit or nothing is left to take. */
  private void narrow(int[] widths, int screen) {
    int excess = Arrays.stream(widths).sum() + GAP * (widths.length - 1) - screen;
    while (excess > 0) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        boolean may = cut.contains(rows.getFirst().get(i)) && widths[i] > least(i);
        if (may && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
      excess--;
    }
  }

  private int least(int column) {
    return Math.max(LEAST, rows.getFirst().get(column).length());
  }
}
