package io.actjs.engine;

import org.jspecify.annotations.Nullable;

/**
 * Writes items as {@link FrameReader} describes them: an {@link #op}, its numbers, its segments, the
 * {@link #end}.
 */
final class FrameWriter {
  private static final int INITIAL_CHARS = 4096;
  private static final int RETAINED_CHARS = 1 << 20;

  private final @Nullable String[] segments = new String[FrameReader.MOST];
  private StringBuilder text = new StringBuilder(INITIAL_CHARS);
  private int segmentCount;

  /**
   * @param op one of A to Z
   */
  FrameWriter op(char op) {
    text.append(op);
    return this;
  }

  /** To be called before {@link #segment}. */
  FrameWriter number(long number) {
    text.append(' ').append(number);
    return this;
  }

  /**
   * @param segment null for an absent one
   */
  FrameWriter segment(@Nullable String segment) {
    segments[segmentCount++] = segment;
    text.append(':').append(segment == null ? -1 : segment.length());
    return this;
  }

  void end() {
    text.append('\n');
    for (int i = 0; i < segmentCount; i++) {
      String segment = segments[i];
      if (segment != null) {
        text.append(segment);
        segments[i] = null;
      }
    }
    segmentCount = 0;
  }

  /** What was written, which is forgotten. */
  String take() {
    String taken = text.toString();
    if (text.capacity() > RETAINED_CHARS) {
      text = new StringBuilder(INITIAL_CHARS);
    } else {
      text.setLength(0);
    }
    return taken;
  }
}
