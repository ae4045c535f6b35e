package io.actjs.registry.env;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.env.DeclaredEnv;
import io.actjs.model.env.EnvType;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of one environment at one moment, in the clear. Unchangeable.
 *
 * @param values by name
 */
public record EnvSnapshot(String environment, Map<String, Value> values) {
  /** Of an environment without values. */
  public static final EnvSnapshot NONE = new EnvSnapshot(EnvValues.DEFAULT, Map.of());

  public EnvSnapshot {
    values = Map.copyOf(values);
  }

  /**
   * A value in the clear.
   *
   * @param secret whether nobody is to see it but the classes that declare it
   */
  public record Value(String text, boolean secret) {
    @Override
    public String toString() {
      return secret ? "Value[secret]" : "Value[" + text + "]";
    }
  }

  /** The texts that a class is given, by name, as a JSON object: what it declares, and fits. */
  public String json(DeclaredEnv declared) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    declared.forEach(
        (name, type) -> {
          Value value = values.get(name);
          if (value != null && misfit(type, value) == null) {
            json.put(name, value.text());
          }
        });
    return json.toString();
  }

  /** Why each declared value that has none, or another one, cannot be read, by name. */
  SortedMap<String, String> lacks(DeclaredEnv declared) {
    SortedMap<String, String> lacks = new TreeMap<>();
    declared.forEach(
        (name, type) -> {
          Value value = values.get(name);
          String why =
              value != null ? misfit(type, value) : type.optional() ? null : "it is not set";
          if (why != null) {
            lacks.put(name, why);
          }
        });
    return lacks;
  }

  private static @Nullable String misfit(EnvType type, Value value) {
    return type.misfit(value.text(), value.secret());
  }

  /** The texts of those that are secret. */
  List<String> secrets() {
    return values.values().stream().filter(Value::secret).map(Value::text).toList();
  }

  @Override
  public String toString() {
    return "EnvSnapshot[" + environment + ", " + values.size() + " values]";
  }
}
