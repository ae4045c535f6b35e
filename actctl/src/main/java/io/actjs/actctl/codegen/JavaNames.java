package io.actjs.actctl.codegen;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Names of one scope of Java, each given once, as close to the wanted one as can be. */
final class JavaNames {
  private final Set<String> taken;

  /**
   * @param taken what the scope has already
   */
  JavaNames(Set<String> taken) {
    this.taken = new HashSet<>(taken);
  }

  String unique(String wanted) {
    String name = wanted;
    for (int n = 2; !taken.add(name); n++) {
      name = wanted + "_" + n;
    }
    return name;
  }

  /** The name with what Java does not take in one replaced: {@code add_item} of add-item. */
  static String identifier(String name) {
    StringBuilder identifier = new StringBuilder();
    name.codePoints()
        .map(it -> Character.isJavaIdentifierPart(it) ? it : '_')
        .forEach(identifier::appendCodePoint);
    if (identifier.isEmpty() || !Character.isJavaIdentifierStart(identifier.codePointAt(0))) {
      identifier.insert(0, '_');
    }
    boolean isFree = SourceVersion.isName(identifier);
    return isFree ? identifier.toString() : identifier.append('_').toString();
  }

  /** The name of a type: {@code AddItem} of add-item. */
  static String type(String name) {
    StringBuilder type = new StringBuilder();
    boolean begins = true;
    for (int c : identifier(name).codePoints().toArray()) {
      if (c == '_' && !type.isEmpty()) {
        begins = true;
      } else {
        type.appendCodePoint(begins ? Character.toUpperCase(c) : c);
        begins = false;
      }
    }
    return type.toString();
  }

  /** A constant of an enum: {@code NOT_PAID} of not-paid. */
  static String constant(String value) {
    return identifier(value.isEmpty() ? "EMPTY" : value).toUpperCase(Locale.ROOT);
  }

  /** A string literal. */
  static String string(String text) {
    // The escapes are those of TypeScript, as long as the text is made of ASCII.
    return TypeNames.string(text);
  }
}
