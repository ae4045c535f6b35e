package io.actjs.actctl.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What may be a value of a key, before its option reads it. */
final class Values {
  private Values() {}

  /** What is expected, with an example for the key that every file begins with. */
  static String expected(Key key) {
    return key.name().equals(Keys.SERVER)
        ? "a string such as \"" + Keys.DEFAULT_SERVER + "\""
        : key.form().label();
  }

  /** Why the text is none of the words that the key may have, or null. */
  static @Nullable String wrong(Key key, String value) {
    List<String> choices = key.choices();
    if (choices.isEmpty() || choices.contains(value.toLowerCase(Locale.ROOT))) {
      return null;
    }
    return "is one of %s, not \"%s\"%s"
        .formatted(String.join(", ", choices), value, nearest(value, choices));
  }

  private static String nearest(String value, List<String> choices) {
    String meant = Keys.meant(value, choices, "");
    return meant.length() > 2 ? meant : "";
  }

  /**
   * The values that a variable gives: those of a list are between commas.
   *
   * @param text not blank
   */
  static List<String> ofVariable(Key key, String text) {
    return key.form() == Form.LIST
        ? Arrays.stream(text.split(",", -1)).map(String::strip).filter(it -> !it.isEmpty()).toList()
        : List.of(text.strip());
  }

  /** Why the text of a variable is of another form than its key has, or null. */
  static @Nullable String wrongForm(Key key, String value) {
    boolean fits =
        switch (key.form()) {
          case SWITCH -> value.equals("true") || value.equals("false");
          case NUMBER -> value.matches("-?\\d{1,18}");
          case TEXT, LIST -> true;
        };
    return fits ? wrong(key, value) : "is " + key.form().label() + ", not \"" + value + "\"";
  }
}
