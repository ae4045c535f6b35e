package io.actjs.registry.env;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Values to set in an environment, all or none.
 *
 * @param texts by name
 * @param secrets those to be sealed, by name; none of the names is among the others
 * @param force whether values are set that published classes declare otherwise, and secrets are
 *     kept in clear text from now on
 */
public record EnvChange(
    String env, Map<String, String> texts, Map<String, String> secrets, boolean force) {
  /** Bytes of UTF-8 that a value has at most. */
  public static final int LONGEST_VALUE = 32 << 10;

  /** Characters of a secret: what is shorter cannot be told from other text, and so not hidden. */
  public static final int SHORTEST_SECRET = 6;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  /**
   * @throws ActjsException {@code SchemaInvalid} when one of them cannot be set
   */
  public EnvChange {
    EnvironmentName.require(env);
    if (texts.isEmpty() && secrets.isEmpty()) {
      throw new ActjsException(ProblemCode.SchemaInvalid, "there is no value to set");
    }
    texts.forEach(EnvChange::requireValue);
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      requireValue(secret.getKey(), secret.getValue());
      requireSecret(secret.getKey(), secret.getValue(), texts);
    }
    texts = Map.copyOf(texts);
    secrets = Map.copyOf(secrets);
  }

  public int size() {
    return texts.size() + secrets.size();
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  private static void requireValue(String name, String text) {
    if (!isName(name)) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "the name of a value is that of a variable: letters, digits and _, the first no digit, at"
              + " most 128");
    }
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_VALUE) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          name + " has " + bytes + " bytes; a value has at most " + LONGEST_VALUE);
    }
  }

  private static void requireSecret(String name, String text, Map<String, String> texts) {
    if (texts.containsKey(name)) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, name + " is given twice: as a secret, and in clear text");
    }
    if (text.length() < SHORTEST_SECRET) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "the secret "
              + name
              + " has fewer than "
              + SHORTEST_SECRET
              + " characters: what is so short cannot be kept out of logs");
    }
  }

  /** All values as they will be, by name. */
  SortedMap<String, EnvSnapshot.Value> values() {
    SortedMap<String, EnvSnapshot.Value> values = new TreeMap<>();
    texts.forEach((name, text) -> values.put(name, new EnvSnapshot.Value(text, false)));
    secrets.forEach((name, text) -> values.put(name, new EnvSnapshot.Value(text, true)));
    return values;
  }

  @Override
  public String toString() {
    return "EnvChange[" + env + ", " + texts.keySet() + ", secrets " + secrets.keySet() + "]";
  }
}
