package io.actjs.registry.rules;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * The rules within the source of a class: a comment at its end, which whoever publishes a file of
 * rules puts there. So they are a part of what is hashed, signed and stored, and of what is read
 * back.
 */
public final class PolicyBlock {
  private static final String BEGIN = "\n/* policy.yaml\n";
  private static final String END = "\n*/\n";

  private PolicyBlock() {}

  /**
   * The source of a class with the rules for it.
   *
   * @throws ActjsException {@code ClassInvalid} when it has some already, or they hold what ends a
   *     comment
   */
  public static String append(String className, String source, String yaml) {
    if (of(source) != null) {
      throw new ActjsException(
          ProblemCode.ClassInvalid,
          className + ".ts ends with rules, and there is " + className + ".policy.yaml: keep one");
    }
    int end = yaml.indexOf("*/");
    if (end >= 0) {
      long line = 1 + yaml.substring(0, end).chars().filter(c -> c == '\n').count();
      throw new ActjsException(
          ProblemCode.ClassInvalid,
          "%s.policy.yaml:%d: \"*/\" would end the comment that the rules are stored in"
              .formatted(className, line));
    }
    return source + BEGIN + yaml.replace("\r\n", "\n").stripTrailing() + END;
  }

  /** The rules at the end of a source; null when it has none. */
  static @Nullable String of(String source) {
    String normal = source.replace("\r\n", "\n").stripTrailing();
    if (!normal.endsWith(END.stripTrailing())) {
      return null;
    }
    int begin = normal.lastIndexOf(BEGIN);
    int from = begin + BEGIN.length();
    int to = normal.length() - END.stripTrailing().length();
    boolean isBlock = begin >= 0 && from <= to && normal.indexOf("*/", from) == to + 1;
    return isBlock ? normal.substring(from, to) : null;
  }
}
