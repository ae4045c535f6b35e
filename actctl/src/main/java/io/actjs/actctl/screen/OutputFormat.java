package io.actjs.actctl.screen;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The form of what is printed: a text for people, or documents for programs. */
public enum OutputFormat {
  /** Tables and sentences. */
  TABLE,
  /** Each document on a line of its own. */
  JSON,
  /** Documents of YAML 1.2, separated by {@code ---}. */
  YAML;

  private static final String LONG = "--output";
  private static final String SHORT = "-o";

  /** As it is typed. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether programs read it. */
  public boolean isForPrograms() {
    return this != TABLE;
  }

  /**
   * The document as text, without a newline at its end.
   *
   * @throws IllegalStateException for a table, which is no form of a document
   */
  public String text(JsonNode document) {
    return switch (this) {
      case TABLE -> throw new IllegalStateException("a table is not made of a document");
      case JSON -> Json.compact(document);
      case YAML -> Yaml.text(document);
    };
  }

  /** The format of that name, in any case. */
  public static Optional<OutputFormat> of(String word) {
    return Stream.of(values()).filter(it -> it.word().equalsIgnoreCase(word)).findFirst();
  }

  /**
   * The format that a command line asks for, read from its words, because it may not parse: JSON
   * with {@code --json}, else what the last {@code --output} names.
   *
   * @param usual the format of a line that names none
   */
  public static OutputFormat of(List<String> args, OutputFormat usual) {
    OutputFormat format = usual;
    List<String> words = args.stream().takeWhile(it -> !it.equals("--")).toList();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--json")) {
        return JSON;
      }
      boolean apart = word.equals(LONG) || word.equals(SHORT);
      String value = apart ? i + 1 < words.size() ? words.get(i + 1) : "" : attached(word);
      format = value == null ? format : of(value).orElse(format);
    }
    return format;
  }

  /** The value in {@code --output=yaml}, {@code -o=yaml} or {@code -oyaml}; null in other words. */
  private static @Nullable String attached(String word) {
    if (word.startsWith(LONG + "=")) {
      return word.substring(LONG.length() + 1);
    }
    return word.startsWith(SHORT) ? word.substring(SHORT.length()).replaceFirst("^=", "") : null;
  }
}
