package io.actjs.architecture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Draws the parts as boxes, one row for each layer of {@link Rules#MAY_USE}, with their packages
 * inside and what they use of each other as arrows. The same graph gives the same text.
 */
final class ArchitecturePicture {
  private static final int WIDTH = 1080;
  private static final int GAP_X = 36;
  private static final int GAP_Y = 42;
  private static final int TOP = 66;
  private static final int LANE = 12;
  private static final int LANES_FROM = 26;

  private final PackageGraph graph;
  private final Map<String, PartBox> boxes = new TreeMap<>();
  private final StringBuilder svg = new StringBuilder(32 << 10);
  private int leftLanes;
  private int rightLanes;

  private ArchitecturePicture(PackageGraph graph) {
    this.graph = graph;
  }

  static String of(PackageGraph graph) {
    return new ArchitecturePicture(graph).draw();
  }

  private String draw() {
    int height = place();
    open(height);
    arrows();
    boxes.values().forEach(box -> box.draw(svg));
    return svg.append("</svg>\n").toString();
  }

  /** Gives every box its place; returns the height of the picture. */
  private int place() {
    Map<String, Set<String>> allowed = new TreeMap<>();
    Rules.MAY_USE.forEach(
        (part, used) -> {
          Set<String> others = new TreeSet<>(used);
          others.remove(part);
          allowed.put(part, others);
        });
    Map<String, Integer> rows = PackageGraph.rows(allowed);
    Map<Integer, List<PartBox>> byRow =
        graph.parts().stream()
            .map(part -> PartBox.of(graph, part))
            .collect(
                Collectors.groupingBy(
                    box -> rows.get(box.part()), TreeMap::new, Collectors.toList()));
    int y = TOP;
    for (List<PartBox> row : byRow.values()) {
      int width = row.stream().mapToInt(PartBox::width).sum() + GAP_X * (row.size() - 1);
      int x = (WIDTH - width) / 2;
      int height = row.stream().mapToInt(PartBox::height).max().orElse(0);
      for (PartBox box : row) {
        boxes.put(box.part(), box.at(x, y, y + height));
        x += box.width() + GAP_X;
      }
      y += height + GAP_Y;
    }
    return y - GAP_Y + 24;
  }

  private void open(int height) {
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" font-family="Helvetica, Arial, sans-serif">
        <title>The parts of actjs and what they use</title>
        <style>
        .part { fill: #f6f8fa; stroke: #57606a; stroke-width: 1.2 }
        .package { fill: #ffffff; stroke: #afb8c1 }
        .name { font-size: 17px; font-weight: bold; fill: #1f2328 }
        .label { font-size: 13px; fill: #1f2328 }
        .note { font-size: 12px; fill: #57606a }
        .use { fill: none; stroke: #0969da; stroke-width: 1.5 }
        </style>
        <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#0969da"/></marker></defs>
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <text class="note" x="24" y="26">A box is a part of io.actjs, with its packages and the number of their classes. A part uses only parts below it, and a package only packages below it.</text>
        <text class="note" x="24" y="43">An arrow is a use. Uses that follow from others are not drawn: the line at the foot of a box names them all.</text>
        """
            .formatted(WIDTH, height));
  }

  private record Arrow(PartBox from, PartBox to) {}

  private void arrows() {
    List<Arrow> arrows = new ArrayList<>();
    PackageGraph.reduced(graph.betweenParts())
        .forEach(
            (from, used) ->
                used.forEach(to -> arrows.add(new Arrow(boxes.get(from), boxes.get(to)))));
    for (Arrow arrow : arrows) {
      int x1 = port(arrow.from(), arrow, out(arrows, arrow.from()));
      int x2 = port(arrow.to(), arrow, in(arrows, arrow.to()));
      svg.append("<path class=\"use\" marker-end=\"url(#tip)\" d=\"")
          .append(isLong(arrow) ? around(arrow, x1, x2) : straight(arrow, x1, x2))
          .append("\"/>\n");
    }
  }

  private static List<Arrow> out(List<Arrow> arrows, PartBox box) {
    return arrows.stream()
        .filter(it -> it.from().equals(box))
        .sorted(Comparator.comparingInt(it -> it.to().middle()))
        .toList();
  }

  private static List<Arrow> in(List<Arrow> arrows, PartBox box) {
    return arrows.stream()
        .filter(it -> it.to().equals(box))
        .sorted(Comparator.comparingInt(it -> it.from().middle()))
        .toList();
  }

  /** Where the arrow touches the box: those of one side share it evenly. */
  private static int port(PartBox box, Arrow arrow, List<Arrow> ofSide) {
    return box.x() + box.width() * (ofSide.indexOf(arrow) + 1) / (ofSide.size() + 1);
  }

  /** Whether a box may stand between the two. */
  private boolean isLong(Arrow arrow) {
    return boxes.values().stream()
        .anyMatch(it -> it.y() > arrow.from().rowBottom() && it.rowBottom() < arrow.to().y());
  }

  private static String straight(Arrow arrow, int x1, int x2) {
    int y1 = arrow.from().rowBottom();
    int y2 = arrow.to().y();
    int bend = (y2 - y1) / 2;
    return "M%d %d V%d C%d %d %d %d %d %d"
        .formatted(x1, arrow.from().bottom(), y1, x1, y1 + bend, x2, y2 - bend, x2, y2);
  }

  /** Past the boxes between, in a lane of its own at one side of the picture. */
  private String around(Arrow arrow, int x1, int x2) {
    boolean left = x1 + x2 < WIDTH;
    int lane = LANE * (left ? leftLanes++ : rightLanes++);
    int x = left ? LANES_FROM + lane : WIDTH - LANES_FROM - lane;
    int above = arrow.from().rowBottom() + 14;
    int below = arrow.to().y() - 16 - lane / 2;
    return "M%d %d V%d H%d V%d H%d V%d"
        .formatted(x1, arrow.from().bottom(), above, x, below, x2, arrow.to().y());
  }
}
