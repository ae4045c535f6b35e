package io.actjs.storage.jdbc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.actjs.storage.codec.ByteReader;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A map of texts as a column holds it: a compact JSON object, its members sorted. */
final class TextMap {
  private static final JsonFactory JSON = new JsonFactory();

  private TextMap() {}

  public static String write(SortedMap<String, String> map) {
    return map.entrySet().stream()
        .map(entry -> quote(entry.getKey()) + ':' + quote(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quote(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /**
   * @throws io.actjs.model.ActjsException {@code StorageUnavailable} when the text is something
   *     else
   */
  public static SortedMap<String, String> read(String json) {
    Map<String, String> map = new TreeMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      require(parser.nextToken() == JsonToken.START_OBJECT, json);
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        String value = parser.nextTextValue();
        require(value != null, json);
        map.put(name, value);
      }
    } catch (IOException e) {
      throw ByteReader.damaged("a column with " + json);
    }
    return new TreeMap<>(map);
  }

  private static void require(boolean good, String json) {
    if (!good) {
      throw ByteReader.damaged("a column with " + json);
    }
  }
}
