package io.actjs.storage.access;

import java.util.Comparator;

/**
 * A value that classes read as {@code this.actjs.env}.
 *
 * @param env the environment, such as {@code prod}; printable ASCII
 * @param name printable ASCII
 * @param secret whether the value is sealed
 * @param value UTF-8; of a secret, what it was sealed to
 * @param updatedAt milliseconds since 1970
 */
public record EnvValue(String env, String name, boolean secret, Bytes value, long updatedAt) {
  /** In the order of lists. */
  public static final Comparator<EnvValue> BY_NAME =
      Comparator.comparing(EnvValue::env).thenComparing(EnvValue::name);

  /** Of a value, with what sealing adds. */
  private static final int MAX_BYTES = (1 << 16) + 256;

  /**
   * @throws IllegalArgumentException when something is too long, or no environment can have it
   */
  public EnvValue {
    Bounds.requireName("the name of an environment", env);
    Bounds.requireName("the name of a value", name);
    Bounds.requireAtMost("a value", value.size(), MAX_BYTES);
  }

  public EnvValue sealed(Bytes anew) {
    return new EnvValue(env, name, secret, anew, updatedAt);
  }
}
