package io.actjs.storage.move;

import io.actjs.model.Sha256;
import io.actjs.storage.StoredItem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The counts and sums of an export, computed while it is written and again while it is read. So the
 * reader knows the lines that end a group and the file before it sees them.
 */
final class Sums {
  static final String REGISTRY = JsonLine.of("registry").end();

  private final MessageDigest group = Sha256.digest();
  private final MessageDigest all = Sha256.digest();
  private long groupLines;
  private long classes;
  private long actors;
  private long turns;
  private long lines;

  /** Adds a line of the group, its line break not included. */
  void add(byte[] line) {
    group.update(line);
    group.update((byte) '\n');
    groupLines++;
  }

  void count(StoredItem item) {
    lines++;
    if (item instanceof StoredItem.Release) {
      classes++;
    } else if (item instanceof StoredItem.Actor) {
      actors++;
    } else if (item instanceof StoredItem.Turn) {
      turns++;
    }
  }

  /** The line that ends the group. */
  String endGroup() {
    String sum = HexFormat.of().formatHex(group.digest());
    all.update(sum.getBytes(StandardCharsets.US_ASCII));
    all.update((byte) '\n');
    String line = JsonLine.of("end").number("lines", groupLines).text("sha256", sum).end();
    groupLines = 0;
    return line;
  }

  /** The line that ends the file. */
  String close() {
    return JsonLine.of("close")
        .number("classes", classes)
        .number("actors", actors)
        .number("turns", turns)
        .number("items", lines)
        .text("sha256", HexFormat.of().formatHex(all.digest()))
        .end();
  }

  Totals totals() {
    return new Totals(classes, actors, turns, lines);
  }
}
