package io.actjs.actjsd.api;

import static io.actjs.actjsd.api.DescriptionFiles.JSON;
import static io.actjs.actjsd.api.DescriptionFiles.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.ProblemCode;
import io.actjs.registry.ClassRegistry;
import io.actjs.wire.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The OpenAPI document of the server's routes, without those of published classes. It is made of
 * {@link DescriptionFiles} and of the table of problems.
 */
final class RouteDocument {
  private static final String COMPONENTS = "#/components/";

  /** What every request may say that a manifest can pin. */
  private static final List<String> OF_PINNED =
      List.of("manifest", "pin", "manifestQuery", "pinQuery", "requestId", "trace");

  private final JsonNode common = DescriptionFiles.read("common");
  private final ObjectNode document = JSON.createObjectNode();
  private final ObjectNode components = JSON.createObjectNode();
  private final Map<String, String> problemAnswers = new HashMap<>();

  private RouteDocument() {}

  static ObjectNode make() {
    return new RouteDocument().made();
  }

  private ObjectNode made() {
    document.put("openapi", "3.1.0");
    ObjectNode info = document.putObject("info");
    info.setAll((ObjectNode) common.path("info"));
    info.put("version", ClassRegistry.SERVER.toString());
    document.putArray("servers").addObject().put("url", "/");
    document.putArray("security");
    document.putArray("tags");
    document.putObject("paths");
    document.set("components", components);
    for (String part : List.of("schemas", "parameters", "headers", "responses")) {
      components.putObject(part);
    }
    components.set("securitySchemes", common.path("securitySchemes"));
    components.withObjectProperty("headers").setAll((ObjectNode) common.path("headers"));
    components.withObjectProperty("schemas").set("ProblemCode", codes());
    addComponents(common);
    for (String topic : DescriptionFiles.TOPICS) {
      add(DescriptionFiles.read(topic));
    }
    return document;
  }

  static ObjectNode codes() {
    ObjectNode codes = JSON.createObjectNode().put("type", "string");
    codes.put("description", "What went wrong, for programs.");
    for (ProblemCode code : ProblemCode.values()) {
      codes.withArray("enum").add(code.name());
    }
    return codes;
  }

  private void addComponents(JsonNode from) {
    from.path("schemas")
        .properties()
        .forEach(
            it -> components.withObjectProperty("schemas").set(it.getKey(), schema(it.getValue())));
    from.path("parameters")
        .properties()
        .forEach(
            it -> {
              ObjectNode parameter = it.getValue().deepCopy();
              parameter.set("schema", schema(parameter.path("schema")));
              components.withObjectProperty("parameters").set(it.getKey(), parameter);
            });
  }

  private void add(JsonNode topic) {
    document.withArray("tags").add(topic.path("tag"));
    addComponents(topic);
    String tag = topic.path("tag").path("name").textValue();
    topic
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            document
                                .withObjectProperty("paths")
                                .withObjectProperty(path.getKey())
                                .set(method.getKey(), operation(tag, method.getValue()))));
  }

  private ObjectNode operation(String tag, JsonNode from) {
    ObjectNode operation = JSON.createObjectNode();
    for (String member : List.of("operationId", "summary", "description")) {
      if (from.has(member)) {
        operation.set(member, from.path(member));
      }
    }
    operation.putArray("tags").add(tag);
    if (from.path("admin").booleanValue()) {
      operation.putArray("security").addObject().putArray("adminToken");
    }
    List<String> parameters = new ArrayList<>();
    from.path("parameters").forEach(it -> parameters.add(it.textValue()));
    if (from.path("pinned").booleanValue()) {
      parameters.addAll(OF_PINNED);
    }
    for (String parameter : parameters) {
      operation.withArray("parameters").add(reference("parameters", parameter));
    }
    if (from.has("body")) {
      operation.set("requestBody", body(from.path("body")));
    }
    ObjectNode responses = operation.putObject("responses");
    boolean pinned = from.path("pinned").booleanValue();
    Set<String> headers = new TreeSet<>(pinned ? List.of("Warning") : List.of());
    from.path("answers")
        .properties()
        .forEach(it -> responses.set(it.getKey(), answer(it.getValue(), headers)));
    from.path("answers").findValues("headers").forEach(it -> addNames(it, headers));
    headers.remove("ETag");
    problems(from)
        .forEach(
            (status, codes) -> responses.set(status.toString(), problem(status, codes, headers)));
    return operation;
  }

  private static ObjectNode reference(String part, String name) {
    return JSON.createObjectNode().put("$ref", COMPONENTS + part + '/' + name);
  }

  private static ObjectNode body(JsonNode from) {
    ObjectNode body = JSON.createObjectNode();
    body.put("required", from.path("required").booleanValue());
    ObjectNode media =
        content(body, from.path("type").asText("application/json"), from.path("schema"));
    if (from.has("example")) {
      media.set("example", from.path("example"));
    }
    return body;
  }

  private static ObjectNode content(ObjectNode of, String type, JsonNode schema) {
    ObjectNode media = of.withObjectProperty("content").putObject(type);
    media.set("schema", schema(schema));
    return media;
  }

  /**
   * @param more headers that it has besides its own
   */
  private static ObjectNode answer(JsonNode from, Set<String> more) {
    ObjectNode answer = JSON.createObjectNode();
    answer.set("description", from.path("description"));
    if (from.has("schema")) {
      content(answer, from.path("type").asText("application/json"), from.path("schema"));
    }
    from.path("also").properties().forEach(it -> content(answer, it.getKey(), it.getValue()));
    Set<String> headers = new TreeSet<>(more);
    addNames(from.path("headers"), headers);
    addHeaders(headers, answer);
    if (from.has("links")) {
      answer.set("links", from.path("links"));
    }
    return answer;
  }

  private static void addNames(JsonNode names, Set<String> to) {
    names.forEach(it -> to.add(it.textValue()));
  }

  private static void addHeaders(Set<String> names, ObjectNode answer) {
    names.forEach(it -> answer.withObjectProperty("headers").set(it, reference("headers", it)));
  }

  /** The codes with which an operation may fail, by status. */
  private Map<Integer, Set<ProblemCode>> problems(JsonNode operation) {
    Set<ProblemCode> codes = new TreeSet<>();
    addProblems("@any", codes);
    if (operation.has("body")) {
      addProblems("@body", codes);
    }
    operation.path("problems").forEach(it -> addProblems(it.textValue(), codes));
    return codes.stream()
        .collect(
            Collectors.groupingBy(
                ProblemCode::httpStatus, TreeMap::new, Collectors.toCollection(TreeSet::new)));
  }

  private void addProblems(String name, Set<ProblemCode> codes) {
    if (name.startsWith("@")) {
      JsonNode group = common.path("problemGroups").required(name.substring(1));
      group.forEach(it -> addProblems(it.textValue(), codes));
    } else {
      codes.add(ProblemCode.valueOf(name));
    }
  }

  /** The answers of many operations are the same, and stand in the document once. */
  private ObjectNode problem(int status, Set<ProblemCode> codes, Set<String> headers) {
    String name =
        problemAnswers.computeIfAbsent(
            status + codes.toString() + headers,
            key -> "Problem" + status + "." + problemAnswers.size());
    components.withObjectProperty("responses").set(name, problemAnswer(codes, headers));
    return reference("responses", name);
  }

  private static ObjectNode problemAnswer(Set<ProblemCode> codes, Set<String> headers) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put(
        "description",
        codes.stream()
            .map(code -> "`%s`: %s".formatted(code, code.title()))
            .collect(Collectors.joining("; ", "", ".")));
    addHeaders(headers, answer);
    if (codes.stream().anyMatch(code -> new Problem(code, "").hasRetryAfter())) {
      addHeaders(Set.of("Retry-After"), answer);
    }
    ArrayNode both =
        answer
            .putObject("content")
            .putObject(Problem.MEDIA_TYPE)
            .putObject("schema")
            .putArray("allOf");
    both.add(reference("schemas", "Problem"));
    ObjectNode code = both.addObject().putObject("properties").putObject("code");
    codes.forEach(it -> code.withArray("enum").add(it.name()));
    return answer;
  }
}
