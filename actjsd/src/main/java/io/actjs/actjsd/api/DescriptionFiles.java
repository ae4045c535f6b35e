package io.actjs.actjsd.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The descriptions of the routes, in a short form of OpenAPI. One file for each topic:
 *
 * <ul>
 *   <li>{@code tag}: its name and what it is about
 *   <li>{@code paths}: path to HTTP method to operation. An operation has the members of OpenAPI
 *       and, in place of its own, {@code parameters}: names of parameters; {@code body}: {@code
 *       schema}, {@code type} of the media, {@code required}, {@code example}; {@code answers}:
 *       status to {@code description}, {@code schema}, {@code type}, {@code also}: other types to
 *       schemas, names of {@code headers}, {@code links}; {@code problems}: codes, and with an
 *       {@code @} groups of codes. {@code admin}: it takes the admin token. {@code pinned}: a
 *       manifest decides what runs
 *   <li>{@code schemas}, {@code parameters}: by name
 * </ul>
 *
 * <p>A text where a schema belongs is the name of a schema. {@code common.json} has what all share.
 */
final class DescriptionFiles {
  /** In the order of the document. */
  static final List<String> TOPICS =
      List.of("server", "classes", "manifests", "actors", "messages", "administration");

  static final ObjectMapper JSON = new ObjectMapper();

  private DescriptionFiles() {}

  static ObjectNode read(String name) {
    try (InputStream file = DescriptionFiles.class.getResourceAsStream(name + ".json")) {
      return (ObjectNode) JSON.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A schema without the short form: names of schemas become references to them. */
  static JsonNode schema(JsonNode from) {
    if (from.isTextual()) {
      return JSON.createObjectNode().put("$ref", "#/components/schemas/" + from.textValue());
    }
    if (!from.isObject()) {
      return from;
    }
    ObjectNode schema = JSON.createObjectNode();
    from.properties()
        .forEach(
            member ->
                schema.set(
                    member.getKey(),
                    switch (member.getKey()) {
                      case "properties" -> each(member.getValue());
                      case "items", "additionalProperties" -> schema(member.getValue());
                      case "anyOf", "oneOf", "allOf" -> all(member.getValue());
                      default -> member.getValue();
                    }));
    return schema;
  }

  private static JsonNode each(JsonNode schemas) {
    ObjectNode each = JSON.createObjectNode();
    schemas.properties().forEach(it -> each.set(it.getKey(), schema(it.getValue())));
    return each;
  }

  private static JsonNode all(JsonNode schemas) {
    var all = JSON.createArrayNode();
    schemas.forEach(it -> all.add(schema(it)));
    return all;
  }
}
