package io.actjs.actjsd.log;

import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Writes lines in one format, without secrets. Runs on the thread of the log. */
enum LineForm {
  TEXT {
    @Override
    void write(LogLine line, StringBuilder to) {
      to.append(TIME.format(line.at())).append(' ').append(line.level()).append(' ');
      to.append(shortName(line.logger())).append(": ");
      escape(Redaction.of(line.message()), to);
      String separator = " [";
      for (Map.Entry<String, String> name : line.names().entrySet()) {
        if (!name.getKey().equals(STACK)) {
          to.append(separator).append(name.getKey()).append('=');
          escape(Redaction.of(name.getValue()), to);
          separator = " ";
        }
      }
      if (separator.equals(" ")) {
        to.append(']');
      }
      to.append('\n');
      String stack = stack(line);
      stack.lines().forEach(each -> indented(places.apply(Redaction.of(each)), to));
    }
  },

  JSON {
    @Override
    void write(LogLine line, StringBuilder to) {
      StringWriter text = new StringWriter(256);
      try (JsonGenerator json = FACTORY.createGenerator(text)) {
        json.writeStartObject();
        json.writeStringField("time", TIME.format(line.at()));
        json.writeStringField("level", line.level());
        json.writeStringField("logger", line.logger());
        json.writeStringField("message", Redaction.of(line.message()));
        for (Map.Entry<String, String> name : line.names().entrySet()) {
          if (!name.getKey().equals(STACK)) {
            json.writeStringField(name.getKey(), Redaction.of(name.getValue()));
          }
        }
        String stack = stack(line);
        if (!stack.isEmpty()) {
          json.writeStringField(STACK, Redaction.of(stack));
        }
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      to.append(text.getBuffer()).append('\n');
    }
  };

  /** The name of a stack trace of actor code. */
  static final String STACK = "stack";

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneOffset.UTC);

  /** Makes of a line of a stack trace the one that is shown. */
  private static volatile UnaryOperator<String> places = UnaryOperator.identity();

  abstract void write(LogLine line, StringBuilder to);

  static void showPlaces(UnaryOperator<String> as) {
    places = as;
  }

  static LineForm of(LogFormat format) {
    return switch (format) {
      case TEXT -> TEXT;
      case JSON -> JSON;
    };
  }

  private static String stack(LogLine line) {
    if (line.failure() != null) {
      return ThrowableProxyUtil.asString(line.failure());
    }
    return line.names().getOrDefault(STACK, "");
  }

  private static String shortName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  /** No line of a stack trace can be taken for a line of the log: those begin with a time. */
  private static void indented(String text, StringBuilder to) {
    to.append("    ");
    escape(text.strip(), to);
    to.append('\n');
  }

  /** Control characters as JSON escapes them: no text can begin a line, or move a cursor. */
  private static void escape(String text, StringBuilder to) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        to.append("\\n");
      } else if (c == '\t') {
        to.append("\\t");
      } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        to.append("\\u%04x".formatted((int) c));
      } else {
        to.append(c);
      }
    }
  }
}
