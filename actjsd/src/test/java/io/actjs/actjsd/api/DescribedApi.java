package io.actjs.actjsd.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An OpenAPI document as a client reads it, which knows nothing else of the server. Bodies have to
 * fit their schemas without members that these do not name.
 */
public final class DescribedApi {
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  final JsonNode document;
  private final JsonNode closed;

  public DescribedApi(JsonNode document) {
    this.document = document;
    this.closed = closed(document.path("components").path("schemas"));
  }

  public record Operation(String method, String path, JsonNode json) {
    public String id() {
      return json.path("operationId").textValue();
    }

    public boolean isAdmin() {
      return json.has("security");
    }
  }

  public List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        it ->
                            operations.add(
                                new Operation(
                                    it.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    it.getValue()))));
    return operations;
  }

  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").textValue().substring(1)) : node;
  }

  /** Why a value does not fit; empty when it does. */
  List<String> misfits(JsonNode schema, JsonNode value) {
    return misfits(closed(schema), closed, value);
  }

  static List<String> misfits(JsonNode schema, JsonNode components, JsonNode value) {
    ObjectNode whole = DescriptionFiles.JSON.createObjectNode();
    whole.putObject("components").set("schemas", components);
    whole.putArray("allOf").add(schema);
    Schema compiled = SCHEMAS.getSchema(whole);
    return compiled.validate(value).stream().map(Object::toString).toList();
  }

  /** Schemas that allow no members but those that they name; but of those that are combined. */
  static JsonNode closed(JsonNode schema) {
    if (schema.isArray()) {
      var all = DescriptionFiles.JSON.createArrayNode();
      schema.forEach(it -> all.add(closed(it)));
      return all;
    }
    if (!schema.isObject() || schema.has("allOf")) {
      return schema;
    }
    ObjectNode closed = DescriptionFiles.JSON.createObjectNode();
    schema
        .properties()
        .forEach(
            it -> {
              boolean isOpen = it.getKey().equals("Problem") || it.getKey().equals("example");
              closed.set(it.getKey(), isOpen ? it.getValue() : closed(it.getValue()));
            });
    if (schema.path("type").asText().equals("object")
        && schema.path("properties").isObject()
        && !schema.has("additionalProperties")) {
      closed.put("additionalProperties", false);
    }
    return closed;
  }
}
