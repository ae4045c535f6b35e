package io.actjs.actctl.command.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import java.util.Locale;

/**
 * What {@code actctl doctor} found out about one thing.
 *
 * @param subject the thing, in a word or two
 * @param detail what is so
 * @param advice what to do; empty when there is nothing
 */
record Finding(String subject, Level level, String detail, String advice) {
  /** How good it is. */
  enum Level {
    OK,
    WARN,
    FAIL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String subject, String detail) {
    return new Finding(subject, Level.OK, detail, "");
  }

  static Finding warn(String subject, String detail, String advice) {
    return new Finding(subject, Level.WARN, detail, advice);
  }

  static Finding fail(String subject, String detail, String advice) {
    return new Finding(subject, Level.FAIL, detail, advice);
  }

  String line() {
    String line = "%-4s  %-10s  %s".formatted(level.word(), subject, detail);
    return advice.isEmpty() ? line : line + ": " + advice;
  }

  ObjectNode json() {
    return Json.object()
        .put("subject", subject)
        .put("level", level.word())
        .put("detail", detail)
        .put("advice", advice);
  }
}
