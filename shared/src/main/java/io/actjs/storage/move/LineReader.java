package io.actjs.storage.move;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines of bytes, each ended by a line feed. */
final class LineReader {
  /** A state of 16 MiB takes six bytes a character at most when it is escaped, and then some. */
  static final int MAX_BYTES = 128 << 20;

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private long number;
  private int bytes;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** The number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /** The length of that line. */
  int bytes() {
    return bytes;
  }

  /**
   * The next line without its line feed, or null after the last.
   *
   * @throws EOFException when the last line has no end
   */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    if (!fill()) {
      return null;
    }
    number++;
    while (true) {
      int end = lineFeed();
      line.write(buffer, from, end - from);
      from = end + 1;
      if (end < to) {
        bytes = line.size();
        return line.toByteArray();
      }
      if (line.size() > MAX_BYTES) {
        throw new IllegalArgumentException("it is longer than " + MAX_BYTES + " bytes");
      }
      if (!fill()) {
        throw new EOFException();
      }
    }
  }

  private int lineFeed() {
    int end = from;
    while (end < to && buffer[end] != '\n') {
      end++;
    }
    return end;
  }

  /** False when nothing is left. */
  private boolean fill() throws IOException {
    if (from >= to) {
      to = in.read(buffer);
      from = 0;
    }
    return to > 0;
  }
}
