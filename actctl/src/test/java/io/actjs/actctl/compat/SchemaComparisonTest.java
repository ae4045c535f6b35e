package io.actjs.actctl.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of random schemas, and values that fit them. */
class SchemaComparisonTest {
  private static final int SCHEMAS = 2_000;
  private static final int VALUES = 20;
  private static final List<String> SCALARS = List.of("string", "number", "boolean", "null");
  private static final JsonNode NO_DEFINITIONS = Json.object();

  private static JsonNode schema(Random random, int depth) {
    ObjectNode schema = Json.object();
    switch (random.nextInt(depth > 2 ? 3 : 6)) {
      case 0 -> schema.put("type", SCALARS.get(random.nextInt(4)));
      case 1 -> schema.putArray("enum").add("a").add(random.nextBoolean() ? "b" : "c");
      case 2 -> schema.putArray("type").add("null").add(SCALARS.get(random.nextInt(3)));
      case 3 -> schema.put("type", "array").set("items", schema(random, depth + 1));
      case 4 -> {
        ArrayNode some = schema.putArray("anyOf");
        for (int i = 0; i < 2; i++) {
          some.add(schema(random, depth + 1));
        }
      }
      default -> object(schema, random, depth);
    }
    return schema;
  }

  private static void object(ObjectNode schema, Random random, int depth) {
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (String name : List.of("k", "m", "n")) {
      if (random.nextInt(3) > 0) {
        properties.set(name, schema(random, depth + 1));
        if (random.nextBoolean()) {
          required.add(name);
        }
      }
    }
  }

  /** The schema with something else somewhere. */
  private static JsonNode changed(JsonNode schema, Random random) {
    if (random.nextInt(4) == 0) {
      return schema(random, 2);
    }
    if (schema.has("items")) {
      ObjectNode copy = schema.deepCopy();
      copy.set("items", changed(schema.path("items"), random));
      return copy;
    }
    if (!schema.has("properties") || schema.path("properties").isEmpty()) {
      return schema(random, 1);
    }
    ObjectNode copy = schema.deepCopy();
    ObjectNode properties = copy.withObjectProperty("properties");
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    String name = names.get(random.nextInt(names.size()));
    properties.set(name, changed(properties.path(name), random));
    if (random.nextInt(3) == 0) {
      copy.withArrayProperty("required").add(name);
    }
    return copy;
  }

  /** A value that fits, without members that are not named. */
  private static JsonNode value(JsonNode schema, Random random) {
    if (schema.has("anyOf")) {
      return value(schema.path("anyOf").path(random.nextInt(2)), random);
    }
    if (schema.has("enum")) {
      return schema.path("enum").path(random.nextInt(2));
    }
    JsonNode types = schema.path("type");
    String type = types.isArray() ? types.path(random.nextInt(2)).asText() : types.asText();
    return switch (type) {
      case "string" -> Json.parse(random.nextBoolean() ? "\"a\"" : "\"z\"");
      case "number" -> Json.parse("5");
      case "boolean" -> Json.parse("true");
      case "null" -> Json.parse("null");
      case "array" -> Json.object().putArray("list").add(value(schema.path("items"), random));
      default -> {
        ObjectNode object = Json.object();
        Set<String> required = names(schema.path("required"));
        schema
            .path("properties")
            .properties()
            .forEach(
                it -> {
                  if (required.contains(it.getKey()) || random.nextBoolean()) {
                    object.set(it.getKey(), value(it.getValue(), random));
                  }
                });
        yield object;
      }
    };
  }

  private static Set<String> names(JsonNode array) {
    Set<String> names = new TreeSet<>();
    array.forEach(it -> names.add(it.asText()));
    return names;
  }

  private static boolean fits(JsonNode value, JsonNode schema) {
    if (schema.has("anyOf")) {
      return fits(value, schema.path("anyOf").path(0)) || fits(value, schema.path("anyOf").path(1));
    }
    if (schema.has("enum")) {
      return value.isTextual() && names(schema.path("enum")).contains(value.asText());
    }
    JsonNode types = schema.path("type");
    Set<String> allowed = types.isArray() ? names(types) : Set.of(types.asText());
    return switch (value.getNodeType()) {
      case STRING -> allowed.contains("string");
      case NUMBER -> allowed.contains("number");
      case BOOLEAN -> allowed.contains("boolean");
      case NULL -> allowed.contains("null");
      case ARRAY -> allowed.contains("array") && fits(value.path(0), schema.path("items"));
      default ->
          allowed.contains("object")
              && names(schema.path("required")).stream().allMatch(value::has)
              && schema.path("properties").properties().stream()
                  .allMatch(
                      it -> !value.has(it.getKey()) || fits(value.get(it.getKey()), it.getValue()));
    };
  }

  private static Bump asked(Place place, JsonNode before, JsonNode after) {
    return SchemaComparison.of(before, NO_DEFINITIONS, after, NO_DEFINITIONS).stream()
        .map(place::asks)
        .max(Bump::compareTo)
        .orElse(Bump.PATCH);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatDoesNotAskForAMajorBreaksNoValue(long seed) {
    Random random = new Random(seed);
    int compatible = 0;
    for (int i = 0; i < SCHEMAS; i++) {
      JsonNode before = schema(random, 0);
      JsonNode after = changed(before, random);
      boolean takesAll = asked(Place.ARGUMENT, before, after) != Bump.MAJOR;
      boolean givesLess = asked(Place.RESULT, before, after) != Bump.MAJOR;
      compatible += takesAll ? 1 : 0;
      for (int j = 0; j < VALUES; j++) {
        JsonNode sent = value(before, random);
        JsonNode got = value(after, random);
        String what = before + " to " + after;
        assertTrue(!takesAll || fits(sent, after), () -> what + " refuses " + sent);
        assertTrue(!givesLess || fits(got, before), () -> what + " gives " + got);
      }
    }
    assertTrue(compatible > SCHEMAS / 20, "compatible: " + compatible);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void aSchemaDoesNotDifferFromItself(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < SCHEMAS; i++) {
      JsonNode schema = schema(random, 0);
      assertEquals(Bump.PATCH, asked(Place.STATE, schema, schema.deepCopy()), schema::toString);
    }
  }
}
