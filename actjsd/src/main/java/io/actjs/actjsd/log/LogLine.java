package io.actjs.actjsd.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * An event as it waits to be written. Its texts are cut, so that what waits is bounded.
 *
 * @param names what the line is about, by name: actor, class, handler and so on
 * @param failure null when nothing was thrown
 */
record LogLine(
    Instant at,
    String level,
    String logger,
    String message,
    Map<String, String> names,
    @Nullable IThrowableProxy failure) {
  /** Characters that a message may have; a value of a name may have as many. */
  static final int MAX_TEXT = 16_384;

  /** Roughly what a line takes besides its texts, and what a stack trace takes. */
  private static final int FIXED_BYTES = 256;

  private static final int FAILURE_BYTES = 16_384;

  static LogLine of(ILoggingEvent event) {
    Map<String, String> names = Map.of();
    if (event.getKeyValuePairs() != null) {
      names = new LinkedHashMap<>();
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        if (pair.value != null) {
          names.put(pair.key, cut(pair.value.toString()));
        }
      }
    }
    return new LogLine(
        event.getInstant(),
        event.getLevel().toString(),
        event.getLoggerName(),
        cut(String.valueOf(event.getFormattedMessage())),
        names,
        event.getThrowableProxy());
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT
        ? text
        : text.substring(0, MAX_TEXT) + "… (" + text.length() + " characters)";
  }

  /** Bytes that it keeps while it waits, roughly. */
  int weight() {
    int characters = message.length();
    for (Map.Entry<String, String> name : names.entrySet()) {
      characters += name.getKey().length() + name.getValue().length();
    }
    return FIXED_BYTES + 2 * characters + (failure == null ? 0 : FAILURE_BYTES);
  }
}
