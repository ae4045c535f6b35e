package io.actjs.storage.move;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object. One that is missing or of another type is an {@link
 * IllegalArgumentException}.
 */
record Members(JsonNode object) {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(LineReader.MAX_BYTES).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  /** Reads a line. */
  static Members parse(byte[] line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      if (node == null || !node.isObject()) {
        throw new IllegalArgumentException("it is not a JSON object");
      }
      return new Members(node);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      // Bytes are read without a fault; what they say may be no text in any encoding.
      throw new IllegalArgumentException("it is not JSON in UTF-8", e);
    }
  }

  boolean has(String name) {
    return object.has(name);
  }

  String text(String name) {
    JsonNode value = object.get(name);
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException("the text \"" + name + "\" is missing");
    }
    return value.textValue();
  }

  @Nullable String optionalText(String name) {
    return has(name) ? text(name) : null;
  }

  long number(String name) {
    JsonNode value = object.get(name);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("the whole number \"" + name + "\" is missing");
    }
    return value.longValue();
  }

  @Nullable Long optionalNumber(String name) {
    return has(name) ? number(name) : null;
  }

  boolean truth(String name) {
    JsonNode value = object.get(name);
    if (value == null || !value.isBoolean()) {
      throw new IllegalArgumentException("the truth value \"" + name + "\" is missing");
    }
    return value.booleanValue();
  }

  Version version(String name) {
    return Version.parse(text(name));
  }

  <E extends Enum<E>> E constant(String name, Class<E> type) {
    return Enum.valueOf(type, text(name));
  }

  Members object(String name) {
    JsonNode value = object.get(name);
    if (value == null || !value.isObject()) {
      throw new IllegalArgumentException("the object \"" + name + "\" is missing");
    }
    return new Members(value);
  }

  @Nullable Members optionalObject(String name) {
    return has(name) ? object(name) : null;
  }

  List<Members> objects(String name) {
    List<Members> objects = new ArrayList<>();
    for (JsonNode element : array(name)) {
      if (!element.isObject()) {
        throw new IllegalArgumentException("\"" + name + "\" holds something else than objects");
      }
      objects.add(new Members(element));
    }
    return List.copyOf(objects);
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(name)) {
      if (!element.isTextual()) {
        throw new IllegalArgumentException("\"" + name + "\" holds something else than texts");
      }
      texts.add(element.textValue());
    }
    return List.copyOf(texts);
  }

  /** Without elements when there is none. */
  private Iterable<JsonNode> array(String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw new IllegalArgumentException("\"" + name + "\" is no array");
    }
    return value;
  }

  /** The object as a map; its values are texts. */
  SortedMap<String, String> map() {
    SortedMap<String, String> map = new TreeMap<>();
    object.fieldNames().forEachRemaining(name -> map.put(name, text(name)));
    return map;
  }
}
