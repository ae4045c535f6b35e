package io.actjs.actctl.screen;

import org.jspecify.annotations.Nullable;

/** A text is not JSON; the message says where. */
public final class MalformedJson extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param line from 1
   * @param column from 1
   */
  MalformedJson(String reason, int line, int column, @Nullable Throwable cause) {
    super("line " + line + ", column " + column + ": " + reason, cause);
  }
}
