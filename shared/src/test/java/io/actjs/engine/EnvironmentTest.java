package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.source.ClasspathText;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What type-checks exists, and what exists is declared: all globals and their members. */
class EnvironmentTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LIBRARY = "/META-INF/resources/webjars/typescript/6.0.3/lib/";

  /** Members that are made with each object and stand on no prototype. */
  private static final Pattern OF_EACH_OBJECT =
      Pattern.compile(
          "(\\w*Error|DOMException|SuppressedError)\\.prototype\\.(stack|cause|errors|error|suppressed)"
              + "|RegExp\\.prototype\\.lastIndex|Function\\.prototype\\.(prototype|@@metadata)"
              // What whoever extends Iterator has to write.
              + "|Iterator\\.prototype\\.(next|return|throw)");

  /** Left undeclared by the compiler's library: what only old code uses. */
  private static final Set<String> NEED_NO_DECLARATION =
      Set.of(
          "Date.prototype.getYear",
          "Date.prototype.setYear",
          "Date.prototype.toGMTString",
          "Object.prototype.__defineGetter__",
          "Object.prototype.__defineSetter__",
          "Object.prototype.__lookupGetter__",
          "Object.prototype.__lookupSetter__");

  /** Gives JSON of {global: {statics, members, own}}: all that can be reached, and what is own. */
  private static final String PRESENT =
      """
      const nameOf = key => typeof key === "symbol" ? "@@" + key.description.replace("Symbol.", "") : key;
      const all = value => {
        const names = new Set();
        for (let at = value; at !== null; at = Object.getPrototypeOf(at)) {
          Reflect.ownKeys(at).forEach(key => names.add(nameOf(key)));
        }
        return [...names];
      };
      const own = value => Reflect.ownKeys(value).map(nameOf);
      const isObject = value => (typeof value === "object" && value !== null) || typeof value === "function";
      return class extends Actor {
        state = {};
        static _handlers = { run() {
          const found = {};
          const add = (name, value) => {
            const prototype = isObject(value) ? value.prototype : undefined;
            found[name] = {
              statics: isObject(value) ? all(value) : [],
              ownStatics: isObject(value) ? own(value) : [],
              members: isObject(prototype) ? all(prototype) : [],
              ownMembers: isObject(prototype) ? own(prototype) : [],
            };
          };
          for (const name of Object.getOwnPropertyNames(globalThis)) {
            const value = globalThis[name];
            add(name, value);
            if (name === "Intl" || name === "Temporal" || name === "Reflect") {
              Object.getOwnPropertyNames(value).forEach(inner => add(name + "." + inner, value[inner]));
            }
          }
          return found;
        } };
      };
      """;

  private static JsonNode declared;
  private static JsonNode present;

  @BeforeAll
  static void read() throws JavetException, JsonProcessingException {
    Map<String, String> files = LibraryTypes.read(LIBRARY);
    files.put("globals.d.ts", ClasspathText.read("/io/actjs/engine/globals.d.ts"));
    try (TypeScript typeScript = new TypeScript(Map.of());
        V8ValueFunction read =
            typeScript
                .runtime()
                .getExecutor(ClasspathText.read("/io/actjs/engine/declared-environment.js"))
                .execute()) {
      declared = JSON.readTree(read.callString(null, JSON.writeValueAsString(files)));
    }
    try (KernelStage stage = new KernelStage()) {
      present = JSON.readTree(stage.create(PRESENT).call("run").result());
    }
  }

  @Test
  void fault10_whatTypeChecksExists() {
    Set<String> missing = new TreeSet<>();
    declared.fieldNames().forEachRemaining(name -> missing(name, missing));
    missing.removeIf(name -> OF_EACH_OBJECT.matcher(name).matches());

    assertTrue(declared.size() > 80, () -> "declared: " + declared.size());
    assertEquals(Set.of(), missing);
  }

  private static void missing(String name, Set<String> missing) {
    if (Set.of("NaN", "Infinity").contains(name) || name.startsWith("globalThis")) {
      return;
    }
    JsonNode found = present.path(name);
    if (found.isMissingNode()) {
      missing.add(name);
      return;
    }
    missingOf(name + ".", declared.path(name).path("statics"), found.path("statics"), missing);
    missingOf(
        name + ".prototype.", declared.path(name).path("members"), found.path("members"), missing);
  }

  private static void missingOf(String of, JsonNode names, JsonNode found, Set<String> missing) {
    Set<String> known = setOf(found);
    for (JsonNode name : names) {
      if (!known.contains(name.asText())) {
        missing.add(of + name.asText());
      }
    }
  }

  @Test
  void fault10_whatExistsIsDeclared() {
    Set<String> undeclared = new TreeSet<>();
    present.fieldNames().forEachRemaining(name -> undeclared(name, undeclared));
    undeclared.removeAll(NEED_NO_DECLARATION);

    assertEquals(Set.of(), undeclared);
  }

  private static void undeclared(String name, Set<String> undeclared) {
    JsonNode types = declared.path(name);
    if (types.isMissingNode()) {
      undeclared.add(name);
      return;
    }
    JsonNode found = present.path(name);
    Set<String> ofFunctions = Set.of("length", "name", "prototype", "@@toStringTag", "constructor");
    for (JsonNode member : found.path("ownStatics")) {
      if (!ofFunctions.contains(member.asText())
          && !setOf(types.path("statics")).contains(member.asText())) {
        undeclared.add(name + "." + member.asText());
      }
    }
    Set<String> members = setOf(types.path("members"));
    members.addAll(setOf(declared.path("Object").path("members")));
    for (JsonNode member : found.path("ownMembers")) {
      if (!ofFunctions.contains(member.asText()) && !members.contains(member.asText())) {
        undeclared.add(name + ".prototype." + member.asText());
      }
    }
  }

  private static Set<String> setOf(JsonNode names) {
    Set<String> set = new TreeSet<>();
    names.forEach(name -> set.add(name.asText()));
    return set;
  }
}
