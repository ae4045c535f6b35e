package io.actjs.storage.move;

import io.actjs.storage.StoredItem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is counted and summed while an export is written, and again while it is read. So the lines
 * that end a group and the file are known to the reader before it sees them.
 */
final class Sums {
  static final String REGISTRY = JsonLine.of("registry").end();

  private final MessageDigest group = sha256();
  private final MessageDigest all = sha256();
  private long groupLines;
  private long classes;
  private long actors;
  private long turns;
  private long lines;

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

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
