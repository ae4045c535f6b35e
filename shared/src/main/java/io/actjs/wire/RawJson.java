package io.actjs.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON that stays text: it is checked once where it enters, split into its members, and passed on
 * unparsed.
 */
public final class RawJson {
  /** Arrays and objects inside each other; deeper text is {@code MalformedJson}. */
  public static final int MAX_DEPTH = 500;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private RawJson() {}

  /**
   * Decodes a request body.
   *
   * @throws ActjsException {@code MalformedJson} when the bytes are not UTF-8
   */
  public static String decode(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') >= 0) {
      requireUtf8(utf8);
    }
    return text;
  }

  private static void requireUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw malformed("the text is not UTF-8");
    }
  }

  /**
   * Checks that the text is exactly one JSON value.
   *
   * @return whether there is a value at all: false for blank text
   * @throws ActjsException {@code MalformedJson}
   */
  public static boolean check(String text) {
    try (JsonParser parser = parser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      requireEnd(parser);
      return true;
    } catch (JsonProcessingException e) {
      throw malformed(reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Cuts an object into its members: name to raw text, in order; of members with the same name the
   * last one counts.
   *
   * @throws ActjsException {@code MalformedJson}; {@code SchemaInvalid} when the text is not an
   *     object
   */
  public static Map<String, String> members(String text) {
    try (JsonParser parser = parser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        check(text);
        throw new ActjsException(ProblemCode.SchemaInvalid, "the body must be a JSON object");
      }
      Map<String, String> members = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        members.put(name, cutValue(parser, text));
      }
      requireEnd(parser);
      return members;
    } catch (JsonProcessingException e) {
      throw malformed(reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonParser parser(String text) throws IOException {
    return FACTORY.createParser(readable(text));
  }

  /**
   * The text as JSON parsers of Java can read it: names of members that have half of a surrogate
   * pair in them, which JavaScript allows, have U+FFFD in its place. It is as long as the original.
   */
  public static String readable(String text) {
    return LoneSurrogates.masked(text);
  }

  /** The raw text of the value at which the parser stands; afterwards it stands at its end. */
  static String cutValue(JsonParser parser, String text) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    return text.substring(start, (int) parser.currentLocation().getCharOffset());
  }

  static void requireEnd(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw malformed(
          "more text after the value, at character "
              + parser.currentTokenLocation().getCharOffset());
    }
  }

  /**
   * The text of a raw JSON string, or null when the raw text is another value.
   *
   * @param raw one JSON value
   */
  public static @Nullable String stringValue(String raw) {
    boolean quoted = raw.length() >= 2 && raw.charAt(0) == '"';
    if (quoted && raw.indexOf('\\') < 0 && raw.indexOf('"', 1) == raw.length() - 1) {
      return raw.substring(1, raw.length() - 1);
    }
    try (JsonParser parser = parser(raw)) {
      return parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String reason(JsonProcessingException e) {
    long offset = e.getLocation() == null ? -1 : e.getLocation().getCharOffset();
    String reason = e.getOriginalMessage().lines().findFirst().orElse("");
    // The parser's own description of where it reads from means nothing to a client.
    int source = reason.indexOf(" (start marker at ");
    reason = source < 0 ? reason : reason.substring(0, source);
    return offset < 0 ? reason : reason + " (at character " + offset + ")";
  }

  static ActjsException malformed(String reason) {
    return new ActjsException(ProblemCode.MalformedJson, "not JSON: " + reason);
  }
}
