package io.actjs.registry.env;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.regex.Pattern;

/**
 * The rule for names of environments, to which versions are promoted and in which values are set.
 */
public final class EnvironmentName {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  private EnvironmentName() {}

  /**
   * Returns the name.
   *
   * @throws ActjsException {@code SchemaInvalid}
   */
  public static String require(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "invalid environment name: 1 to 63 characters of a-z, 0-9, \".\", \"_\" and \"-\", the"
              + " first a letter or digit");
    }
    return name;
  }
}
