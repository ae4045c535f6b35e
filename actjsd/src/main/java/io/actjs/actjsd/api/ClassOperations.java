package io.actjs.actjsd.api;

import static io.actjs.actjsd.api.DescriptionFiles.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.actjs.registry.route.RawRoute;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Adds the handlers of published classes to the document of the routes. */
final class ClassOperations {
  private static final String SCHEMAS = "#/components/schemas/";
  private static final String DEFINITIONS = "#/$defs/";
  private static final String ACTORS = "/v1/actors/";

  private final ObjectNode document;
  private final Set<String> names = new HashSet<>();
  private final Map<String, List<String>> templates = new HashMap<>();

  /**
   * @param document is changed
   */
  ClassOperations(ObjectNode document) {
    this.document = document;
    document.at("/components/schemas").fieldNames().forEachRemaining(names::add);
    document
        .path("paths")
        .forEach(path -> path.forEach(it -> names.add(it.path("operationId").textValue())));
  }

  void add(DescribedClass described) {
    String name = described.ref().name();
    JsonNode schemas = schemasOf(described);
    document
        .withArray("tags")
        .addObject()
        .put("name", name)
        .put("description", "The class " + described.ref() + ".");
    ObjectNode read = copy("/v1/actors/{class}/{id}", "get", name, "read");
    read.put("summary", "The state of an actor of " + name + '.');
    narrow(
        answer(read, "200", "ActorState"),
        "state",
        schemas.path(schemas.has("view") ? "view" : "state"));
    put(ACTORS + name + "/{id}", "get", read);
    ObjectNode create = copy("/v1/actors/{class}", "post", name, "create");
    create.put("summary", "Create an actor of " + name + '.');
    body(create, schemas.at("/create/args"));
    answer(create, "201", "Created");
    put(ACTORS + name, "post", create);
    for (String handler : described.handlers()) {
      RawRoute route = RawRoute.of(handler);
      JsonNode types = schemas.path("handlers").path(handler);
      if (types.path("internal").booleanValue()) {
        continue;
      }
      if (route == null) {
        addHandler(name, handler, types);
      } else {
        addRoute(name, route);
      }
    }
  }

  /** A raw route, which says itself what it takes and answers. */
  private void addRoute(String name, RawRoute route) {
    String method = route.method().toLowerCase(Locale.ROOT);
    ObjectNode serve = copy("/v1/actors/{class}/{id}/{method}", "post", name, route.handler());
    serve.put("summary", "Served by an actor of " + name + " as `" + route.handler() + "`.");
    serve.remove("requestBody");
    if (!method.equals("get") && !method.equals("delete")) {
      serve.putObject("requestBody").putObject("content").putObject("*/*").putObject("schema");
    }
    ObjectNode responses = (ObjectNode) serve.path("responses");
    responses.remove("200");
    ObjectNode answer = responses.putObject("2XX").put("description", "What the handler answers.");
    answer.putObject("content").putObject("*/*").putObject("schema");
    List<String> segments = segments(route);
    ArrayNode parameters = serve.putArray("parameters");
    for (String segment : segments) {
      if (segment.startsWith("{")) {
        ObjectNode parameter = parameters.addObject();
        parameter.put("name", segment.substring(1, segment.length() - 1));
        parameter.put("in", "path").put("required", true);
        parameter.putObject("schema").put("type", "string");
      }
    }
    for (String header : List.of("key", "deadline")) {
      parameters.addObject().put("$ref", "#/components/parameters/" + header);
    }
    put("/v1/http/" + String.join("/", segments), method, serve);
  }

  /** Two paths that differ in the names of parameters alone are one to OpenAPI. */
  private List<String> segments(RawRoute route) {
    String shape = route.shape().substring(route.method().length());
    return templates.computeIfAbsent(
        shape,
        key ->
            route.segments().stream()
                .map(it -> it.startsWith(":") ? '{' + it.substring(1) + '}' : it)
                .toList());
  }

  private void addHandler(String name, String handler, JsonNode schemas) {
    ObjectNode call = copy("/v1/actors/{class}/{id}/{method}", "post", name, handler);
    call.put("summary", "Call `" + handler + "` of an actor of " + name + '.');
    body(call, schemas.path("args"));
    ObjectNode answer = answer(call, "200", "CallAnswer");
    answer.set("method", JSON.createObjectNode().put("const", handler));
    JsonNode result = schemas.path("result");
    JsonNode yielded = schemas.path("yields");
    if (yielded.isMissingNode()) {
      narrow(answer, "result", result);
    } else {
      answer.putObject("result").put("type", "array").set("items", spelled(yielded));
      YieldedForms.describe(call, spelled(yielded), spelled(result));
    }
    put(ACTORS + name + "/{id}/" + encoded(handler), "post", call);
  }

  private void put(String path, String method, ObjectNode operation) {
    document.withObject("/paths").withObjectProperty(path).set(method, operation);
  }

  /** The operation for actors of any class, for those of one. */
  private ObjectNode copy(String path, String method, String className, String id) {
    ObjectNode copy = document.path("paths").path(path).path(method).deepCopy();
    copy.put("operationId", unique(className + '.' + id));
    copy.putArray("tags").add(className);
    ArrayNode parameters = copy.putArray("parameters");
    for (JsonNode parameter : document.path("paths").path(path).path(method).path("parameters")) {
      String name = parameter.path("$ref").textValue();
      if (!name.endsWith("/class") && !name.endsWith("/method")) {
        parameters.add(parameter);
      }
    }
    return copy;
  }

  private static void body(ObjectNode operation, JsonNode args) {
    ObjectNode media = (ObjectNode) operation.at("/requestBody/content/application~1json");
    media.remove("example");
    if (!args.isMissingNode()) {
      media.set("schema", spelled(args));
    }
  }

  /** Narrows the answer; returns what its members are. */
  private static ObjectNode answer(ObjectNode operation, String status, String schema) {
    ObjectNode media =
        (ObjectNode) operation.at("/responses/" + status + "/content/application~1json");
    ArrayNode both = media.putObject("schema").putArray("allOf");
    both.addObject().put("$ref", SCHEMAS + schema);
    return both.addObject().putObject("properties");
  }

  private static void narrow(ObjectNode members, String name, JsonNode schema) {
    if (!schema.isMissingNode()) {
      members.set(name, spelled(schema));
    }
  }

  /** Readers of OpenAPI that do not know {@code true} and {@code false} are many. */
  private static JsonNode spelled(JsonNode schema) {
    if (!schema.isBoolean()) {
      return schema;
    }
    ObjectNode spelled = JSON.createObjectNode();
    if (!schema.booleanValue()) {
      spelled.putObject("not");
    }
    return spelled;
  }

  /** The schemas of a version, whose named types become components. */
  private JsonNode schemasOf(DescribedClass described) {
    Map<String, String> components = new HashMap<>();
    JsonNode definitions = described.schemas().path("$defs");
    definitions
        .fieldNames()
        .forEachRemaining(
            it -> components.put(definition(it), unique(described.ref().name() + '.' + it)));
    ObjectNode all = document.withObject("/components/schemas");
    definitions
        .properties()
        .forEach(
            it ->
                all.set(
                    components.get(definition(it.getKey())), renamed(it.getValue(), components)));
    return renamed(described.schemas(), components);
  }

  /** What refers to a named type. */
  private static String definition(String name) {
    return DEFINITIONS + name.replace("~", "~0").replace("/", "~1");
  }

  private static JsonNode renamed(JsonNode schema, Map<String, String> components) {
    if (schema instanceof ArrayNode list) {
      ArrayNode renamed = JSON.createArrayNode();
      list.forEach(it -> renamed.add(renamed(it, components)));
      return renamed;
    }
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    ObjectNode renamed = JSON.createObjectNode();
    object
        .properties()
        .forEach(
            it -> {
              String component =
                  it.getKey().equals("$ref") ? components.get(it.getValue().asText()) : null;
              renamed.set(
                  it.getKey(),
                  component == null
                      ? renamed(it.getValue(), components)
                      : TextNode.valueOf(SCHEMAS + component));
            });
    return renamed;
  }

  /** A name that the document allows and has only once. */
  private String unique(String wanted) {
    String base = wanted.replaceAll("[^A-Za-z0-9._-]", "_");
    String name = base;
    for (int i = 2; !names.add(name); i++) {
      name = base + '-' + i;
    }
    return name;
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
