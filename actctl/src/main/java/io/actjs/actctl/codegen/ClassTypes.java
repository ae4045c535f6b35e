package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The types of one class, as declarations of TypeScript. */
final class ClassTypes {
  private static final int SHORT_SHA = 12;

  private final ClassModel model;
  private final JsonNode schemas;
  private final TypeNames names;
  private final TypeText types = new TypeText(this::typeOf);
  private final HandlerText handlers;

  /** Names of types by those of definitions, as they are met. */
  private final Map<String, String> named = new LinkedHashMap<>();

  private final List<String> declarations = new ArrayList<>();

  ClassTypes(ClassModel model, TypeNames names) {
    this.model = model;
    this.schemas = model.schemas();
    this.names = names;
    this.handlers = new HandlerText(schemas, types);
    claim(model.state(), stateName());
    claim(schemas.path("events"), eventName());
    declarations.add(declaration(stateName(), orUnknown(model.state())));
    if (model.isEventSourced()) {
      declarations.add(declaration(eventName(), schemas.path("events")));
    }
    declarations.add("interface " + handlersName() + " " + TypeText.block(methods(), 0));
    declarations.add("interface " + emitsName() + " " + TypeText.block(emits(), 0));
    declarations.addAll(0, definitions());
  }

  private String stateName() {
    return model.name() + "State";
  }

  private String eventName() {
    return model.name() + "Event";
  }

  private String handlersName() {
    return model.name() + "Handlers";
  }

  private String emitsName() {
    return model.name() + "Emits";
  }

  private static JsonNode orUnknown(JsonNode schema) {
    return schema.isMissingNode() ? BooleanNode.TRUE : schema;
  }

  /** A definition that is the state or the event has that name. */
  private void claim(JsonNode schema, String name) {
    if (schema.has("$ref")) {
      named.putIfAbsent(TypeText.referred(schema), name);
    }
  }

  private String typeOf(String definition) {
    return named.computeIfAbsent(definition, it -> names.ofDefinition(model.name(), it));
  }

  private String declaration(String name, JsonNode schema) {
    String definition = schema.has("$ref") ? TypeText.referred(schema) : "";
    JsonNode said =
        name.equals(named.get(definition)) ? schemas.path("$defs").path(definition) : schema;
    return TypeText.isObject(said)
        ? "interface " + name + " " + TypeText.block(types.members(said, 2), 0)
        : "type " + name + " = " + types.of(orUnknown(said), 0) + ";";
  }

  private List<String> methods() {
    List<String> methods = new ArrayList<>();
    schemas
        .path("handlers")
        .properties()
        .forEach(it -> methods.add(handlers.method(it.getKey(), it.getValue())));
    return methods;
  }

  /** What is emitted, by type; where the types do not say which there are, any. */
  private List<String> emits() {
    boolean isOpen = model.schemas().isEmpty();
    Map<String, Set<String>> byType = new TreeMap<>();
    for (JsonNode each : schemas.path("emits")) {
      isOpen |= !each.has("type");
      if (each.has("type")) {
        byType
            .computeIfAbsent(each.path("type").asText(), key -> new LinkedHashSet<>())
            .add(types.of(each.path("data"), 2));
      }
    }
    List<String> emits = new ArrayList<>();
    byType.forEach((it, data) -> emits.add(TypeNames.member(it) + ": " + TypeText.union(data, 2)));
    if (isOpen) {
      emits.add("[type: string]: unknown");
    }
    return emits;
  }

  /** Those that the other declarations use, and those that these use. */
  private List<String> definitions() {
    // What the table of the classes refers to, too.
    var unused = entry();
    Map<String, String> written = new TreeMap<>();
    int before;
    do {
      before = written.size();
      for (Map.Entry<String, String> each : List.copyOf(named.entrySet())) {
        String name = each.getValue();
        boolean isOther = !name.equals(stateName()) && !name.equals(eventName());
        if (isOther && !written.containsKey(name)) {
          written.put(name, declaration(name, schemas.path("$defs").path(each.getKey())));
        }
      }
    } while (written.size() > before);
    return List.copyOf(written.values());
  }

  String name() {
    return model.name();
  }

  /** Name, version and the beginning of its hash, for a comment. */
  String title() {
    String sha = model.sourceSha();
    return model.ref() + " (sha256: " + sha.substring(0, Math.min(SHORT_SHA, sha.length())) + "…)";
  }

  List<String> declarations() {
    return declarations;
  }

  /** What the table of the classes says of it. */
  List<String> entry() {
    List<String> entry = new ArrayList<>();
    entry.add("state: " + stateName());
    entry.add("event: " + (model.isEventSourced() ? eventName() : "never"));
    entry.add("emits: " + emitsName());
    entry.add("handlers: " + handlersName());
    entry.add("eventSourced: " + model.isEventSourced());
    entry.add("version: " + TypeNames.string(model.version().toString()));
    entry.add("create: " + handlers.creation(schemas.path("create")));
    entry.add("yields: " + yields());
    return entry;
  }

  private String yields() {
    List<String> yields = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : schemas.path("handlers").properties()) {
      if (each.getValue().has("yields")) {
        String type = types.of(each.getValue().path("yields"), 6);
        yields.add(TypeNames.member(each.getKey()) + ": " + type);
      }
    }
    return TypeText.block(yields, 4);
  }
}
