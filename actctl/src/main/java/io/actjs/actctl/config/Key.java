package io.actjs.actctl.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A setting that files and a variable may give: one option of the command line.
 *
 * @param name as files have it, with its table: {@code server}, {@code daemon.trusted-proxy}
 * @param option the option whose value it is
 */
public record Key(String name, OptionSpec option) {
  private static final String PREFIX = "ACTJS_";

  /** Keys whose values let somebody in, whatever they are. */
  private static final List<String> SECRETS = List.of("daemon.admin-token");

  /** Variables that are older than their keys, or that other programs have as well. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "server", "ACTJS_URL",
          "default-profile", "ACTJS_PROFILE",
          "daemon.database", "DATABASE_URL",
          "daemon.redis", "REDIS_URL");

  public String variable() {
    String own = VARIABLES.get(name);
    return own == null ? PREFIX + leaf().toUpperCase(Locale.ROOT).replace('-', '_') : own;
  }

  /** The name without the table. */
  String leaf() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  public boolean isOfDaemon() {
    return name.startsWith(Keys.DAEMON + ".");
  }

  public Form form() {
    if (option.isMultiValue()) {
      return Form.LIST;
    }
    Class<?> type = option.type();
    if (type == boolean.class || type == Boolean.class) {
      return Form.SWITCH;
    }
    boolean number =
        type == int.class || type == Integer.class || type == long.class || type == Long.class;
    return number ? Form.NUMBER : Form.TEXT;
  }

  /** The words that it may have, in lower case; empty for any. */
  public List<String> choices() {
    Class<?> type = option.isMultiValue() ? option.auxiliaryTypes()[0] : option.type();
    return type.isEnum()
        ? Arrays.stream(type.getEnumConstants()).map(Key::word).toList()
        : List.of();
  }

  private static String word(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }

  /** What holds where nothing sets it; null when that is nothing. */
  public @Nullable String standard() {
    if (name.equals(Keys.SERVER)) {
      return Keys.DEFAULT_SERVER;
    }
    Object value = option.defaultValue() == null ? option.initialValue() : option.defaultValue();
    return form() == Form.SWITCH && value == null ? "false" : text(value);
  }

  /** The value of its option as people write it; null for none. */
  public @Nullable String text(@Nullable Object value) {
    boolean isEmpty = value == null || (value instanceof List<?> list && list.isEmpty());
    if (isEmpty) {
      return null;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(this::one).collect(Collectors.joining(", "));
    }
    return one(value);
  }

  private String one(Object value) {
    return choices().isEmpty() ? value.toString() : word(value);
  }

  /** Whether a value of it lets somebody in. */
  boolean isSecret(String value) {
    return SECRETS.contains(name) || SecretText.hasPassword(value);
  }

  /** The value without what lets somebody in. */
  public String shown(String value) {
    return SECRETS.contains(name) ? SecretText.HIDDEN : SecretText.withoutPassword(value);
  }
}
