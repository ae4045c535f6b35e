package io.actjs.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A part in the picture: its name, a row of packages for each of its layers, and a line that says
 * what it uses.
 *
 * @param rows the labels of the packages; empty for a part of one package
 * @param rowBottom where the lowest of the boxes beside it ends
 */
record PartBox(
    String part, long classes, List<List<String>> rows, String uses, int x, int y, int rowBottom) {
  private static final int PADDING = 14;
  private static final int HEAD = 32;
  private static final int FOOT = 24;
  private static final int CHIP = 24;
  private static final int CHIP_GAP = 8;
  private static final int WIDEST = 700;
  private static final double LABEL_CHAR = 7.3;
  private static final double NAME_CHAR = 10;
  private static final double NOTE_CHAR = 6.3;

  static PartBox of(PackageGraph graph, String part) {
    SortedMap<String, Set<String>> inside = graph.inside(part);
    Map<Integer, List<String>> byRow = new TreeMap<>();
    if (inside.size() > 1) {
      Map<String, Integer> rows = PackageGraph.rows(inside);
      for (String name : inside.keySet()) {
        String own = name.equals(part) ? part : name.substring(part.length() + 1);
        byRow
            .computeIfAbsent(rows.get(name), key -> new ArrayList<>())
            .add(own + " " + graph.classes().get(name));
      }
    }
    Set<String> used = graph.betweenParts().getOrDefault(part, Set.of());
    long classes = inside.keySet().stream().mapToLong(it -> graph.classes().get(it)).sum();
    String uses = used.isEmpty() ? "uses no other part" : "uses " + String.join(", ", used);
    return new PartBox(part, classes, wrapped(byRow.values()), uses, 0, 0, 0);
  }

  private static List<List<String>> wrapped(Iterable<List<String>> rows) {
    List<List<String>> wrapped = new ArrayList<>();
    for (List<String> row : rows) {
      int lines = widthOf(row) / WIDEST + 1;
      int most = (row.size() + lines - 1) / lines;
      for (int from = 0; from < row.size(); from += most) {
        wrapped.add(row.subList(from, Math.min(row.size(), from + most)));
      }
    }
    return List.copyOf(wrapped);
  }

  PartBox at(int left, int top, int lowest) {
    return new PartBox(part, classes, rows, uses, left, top, lowest);
  }

  private String count() {
    return classes == 1 ? "1 class" : classes + " classes";
  }

  int width() {
    double head = part.length() * NAME_CHAR + 18 + count().length() * NOTE_CHAR;
    double widest = Math.max(head, uses.length() * NOTE_CHAR);
    for (List<String> row : rows) {
      widest = Math.max(widest, widthOf(row));
    }
    return (int) widest + 2 * PADDING;
  }

  private static int widthOf(List<String> row) {
    return row.stream().mapToInt(PartBox::widthOf).sum() + CHIP_GAP * (row.size() - 1);
  }

  private static int widthOf(String label) {
    return (int) (label.length() * LABEL_CHAR) + 16;
  }

  int height() {
    return HEAD + rows.size() * (CHIP + CHIP_GAP) + FOOT;
  }

  int middle() {
    return x + width() / 2;
  }

  int bottom() {
    return y + height();
  }

  void draw(StringBuilder svg) {
    svg.append(
        "<rect class=\"part\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n"
            .formatted(x, y, width(), height()));
    text(svg, "name", "start", x + PADDING, y + 23, part);
    text(svg, "note", "end", x + width() - PADDING, y + 22, count());
    int top = y + HEAD;
    for (List<String> row : rows) {
      int left = x + (width() - widthOf(row)) / 2;
      for (String label : row) {
        svg.append(
            "<rect class=\"package\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"5\"/>\n"
                .formatted(left, top, widthOf(label), CHIP));
        text(svg, "label", "middle", left + widthOf(label) / 2, top + 17, label);
        left += widthOf(label) + CHIP_GAP;
      }
      top += CHIP + CHIP_GAP;
    }
    text(svg, "note", "start", x + PADDING, y + height() - 9, uses);
  }

  private static void text(
      StringBuilder svg, String style, String anchor, int atX, int atY, String text) {
    svg.append(
        "<text class=\"%s\" text-anchor=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n"
            .formatted(style, anchor, atX, atY, text));
  }
}
