package io.actjs.actctl.codegen;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of a generated module, each given once, and how names of others are written in it. */
final class TypeNames {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

  /** What the module uses itself. */
  private final Set<String> taken =
      new HashSet<>(
          Set.of(
              "Array",
              "ClassName",
              "Classes",
              "MANIFEST_SHA",
              "Promise",
              "Readonly",
              "applyEvent",
              "classes",
              "initialState",
              "reducers",
              "validators"));

  /** A name that nothing else has, as close to the wanted one as can be. */
  String unique(String wanted) {
    String name = wanted;
    for (int n = 2; !taken.add(name); n++) {
      name = wanted + "_" + n;
    }
    return name;
  }

  /** The name of a definition of a class: {@code CartItem} of {@code Item}. */
  String ofDefinition(String className, String definition) {
    boolean says =
        definition.startsWith(className)
            && definition.length() > className.length()
            && !Character.isLowerCase(definition.charAt(className.length()));
    return unique(says ? definition : className + definition);
  }

  /** A member of a type: as it is when it is an identifier, else as a string. */
  static String member(String name) {
    return IDENTIFIER.matcher(name).matches() ? name : string(name);
  }

  /** A method of an interface: {@code new} by itself would be a constructor. */
  static String method(String name) {
    return name.equals("new") ? string(name) : member(name);
  }

  /** A string literal of TypeScript and JavaScript, of ASCII alone. */
  static String string(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> literal.append("\\\"");
        case '\\' -> literal.append("\\\\");
        case '\n' -> literal.append("\\n");
        default -> {
          if (c >= ' ' && c < 127) {
            literal.append(c);
          } else {
            literal.append("\\u%04x".formatted((int) c));
          }
        }
      }
    }
    return literal.append('"').toString();
  }
}
