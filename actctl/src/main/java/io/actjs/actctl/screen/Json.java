package io.actjs.actctl.screen;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.wire.RawJson;

/** JSON as the commands read and print it: numbers keep every digit. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final ObjectWriter PRETTY =
      MAPPER.writer(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                      .withObjectEmptySeparator("")
                      .withArrayEmptySeparator(""))
              .withArrayIndenter(new DefaultIndenter("  ", "\n"))
              .withObjectIndenter(new DefaultIndenter("  ", "\n")));

  /** Texts up to this width stay on one line. */
  private static final int LINE_WIDTH = 100;

  private Json() {}

  /**
   * @throws MalformedJson with the position when the text is not one JSON value
   */
  public static JsonNode parse(String text) {
    try {
      JsonNode value = MAPPER.readTree(RawJson.readable(text));
      if (value.isMissingNode()) {
        throw new MalformedJson("the text is empty", 1, 1, null);
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new MalformedJson(
          e.getOriginalMessage(), e.getLocation().getLineNr(), e.getLocation().getColumnNr(), e);
    }
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** One line. */
  public static String compact(JsonNode value) {
    return value.toString();
  }

  /** For people: one line when it is short, else indented. */
  public static String pretty(JsonNode value) {
    String line = compact(value);
    if (line.length() <= LINE_WIDTH) {
      return line;
    }
    return printed(value);
  }

  /** For files: indented, with a newline at its end. */
  public static String indented(JsonNode value) {
    return printed(value) + "\n";
  }

  private static String printed(JsonNode value) {
    try {
      return PRETTY.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a parsed value can be written", e);
    }
  }
}
