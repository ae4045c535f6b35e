package io.actjs.model;

import java.nio.charset.StandardCharsets;

/** Positions of subscribers, which come back as {@code Last-Event-ID} and {@code fromSeq}. */
public final class PositionFuzz {
  private PositionFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    Position position = Position.parse(new String(data, StandardCharsets.ISO_8859_1));
    if (position != null && !position.equals(Position.parse(position.toString()))) {
      throw new AssertionError("not read again: " + position);
    }
  }
}
