package io.actjs.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The records of the test suite of the JSON patch authors. */
public final class JsonPatchSuite {
  private JsonPatchSuite() {}

  /**
   * One record of the suite.
   *
   * @param expected the document after the patch; null when the patch must be refused
   */
  public record Case(String name, JsonNode document, JsonNode patch, @Nullable JsonNode expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Every record with a patch, those included that the suite disables for some libraries. */
  public static Stream<Case> cases() throws IOException {
    return Stream.concat(read("tests.json"), read("spec_tests.json"));
  }

  private static Stream<Case> read(String file) throws IOException {
    String path = "/json-patch-test-suite/" + file;
    try (InputStream in = Objects.requireNonNull(JsonPatchSuite.class.getResourceAsStream(path))) {
      JsonNode records = new ObjectMapper().readTree(in);
      return StreamSupport.stream(records.spliterator(), false)
          .filter(it -> it.has("doc") && it.has("patch"))
          // An object with two members of one name is a matter of the JSON parser.
          .filter(it -> !it.path("error").asText().contains("two 'op' members"))
          .map(JsonPatchSuite::read);
    }
  }

  private static Case read(JsonNode json) {
    String name = json.path("comment").asText() + " " + json.get("patch");
    JsonNode document = json.get("doc");
    // A record that expects neither says that its tests hold, so nothing changes.
    JsonNode unlessNamed = json.has("error") ? null : document;
    JsonNode expected = json.has("expected") ? json.get("expected") : unlessNamed;
    return new Case(name.strip(), document, json.get("patch"), expected);
  }
}
