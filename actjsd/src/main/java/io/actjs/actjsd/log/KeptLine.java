package io.actjs.actjsd.log;

import org.jspecify.annotations.Nullable;

/**
 * A line of the log as {@link LogTail} keeps it: without secrets, and on one line.
 *
 * @param number ascending; numbers that are left out are lines that were dropped
 * @param at milliseconds since 1970
 * @param actor {@code Class/id} of the actor that it is about, or null
 * @param className of that actor, or null
 * @param json the line as {@link LogFormat#JSON} has it
 */
public record KeptLine(
    long number,
    long at,
    LogLevel level,
    @Nullable String actor,
    @Nullable String className,
    String json) {

  /** What it takes besides its text, roughly. */
  private static final int FIXED_BYTES = 128;

  static int bytes(String json) {
    return FIXED_BYTES + json.length();
  }

  int bytes() {
    return bytes(json);
  }
}
