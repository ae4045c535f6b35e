package io.actjs.engine;

import org.jspecify.annotations.Nullable;

/**
 * Writes items as {@link FrameReader} describes them: an {@link #op}, its numbers, and the {@link
 * #end} with the segments, null for an absent one.
 */
final class FrameWriter {
  private static final int INITIAL_CHARS = 4096;
  private static final int RETAINED_CHARS = 1 << 20;

  private StringBuilder text = new StringBuilder(INITIAL_CHARS);

  /**
   * @param op one of A to Z
   */
  FrameWriter op(char op) {
    text.append(op);
    return this;
  }

  FrameWriter number(long number) {
    text.append(' ').append(number);
    return this;
  }

  /** Ends an item without segments. */
  void end() {
    text.append('\n');
  }

  void end(@Nullable String segment) {
    length(segment);
    end();
    content(segment);
  }

  void end(@Nullable String first, @Nullable String second) {
    length(first);
    length(second);
    end();
    content(first);
    content(second);
  }

  void end(@Nullable String... segments) {
    for (String segment : segments) {
      length(segment);
    }
    end();
    for (String segment : segments) {
      content(segment);
    }
  }

  private void length(@Nullable String segment) {
    text.append(':').append(segment == null ? -1 : segment.length());
  }

  private void content(@Nullable String segment) {
    if (segment != null) {
      text.append(segment);
    }
  }

  int length() {
    return text.length();
  }

  /** Returns what was written, and begins an empty frame. */
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
