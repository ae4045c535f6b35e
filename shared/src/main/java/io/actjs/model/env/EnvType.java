package io.actjs.model.env;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type of a value from outside, as {@code static env} writes it: {@code secret}, or {@code
 * string?} for one that may be missing.
 */
public record EnvType(Kind kind, boolean optional) {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  /** What a text stands for. */
  public enum Kind {
    STRING,
    /** A finite number, as JSON writes it. */
    NUMBER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** A string that is sealed where it is stored, and hidden in logs and errors. */
    SECRET
  }

  /**
   * @throws IllegalArgumentException when it is no type
   */
  public static EnvType parse(String text) {
    boolean optional = text.endsWith("?");
    String kind = optional ? text.substring(0, text.length() - 1) : text;
    return new EnvType(Kind.valueOf(kind.toUpperCase(Locale.ROOT)), optional);
  }

  public boolean isSecret() {
    return kind == Kind.SECRET;
  }

  /**
   * Why a value is not of this type, without the value; null when it is.
   *
   * @param secret whether the value is kept as a secret
   */
  public @Nullable String misfit(String text, boolean secret) {
    if (secret != isSecret()) {
      return secret ? "it is set as a secret" : "it is not set as a secret";
    }
    return switch (kind) {
      case STRING, SECRET -> null;
      case NUMBER ->
          NUMBER.matcher(text).matches() && Double.isFinite(Double.parseDouble(text))
              ? null
              : "it is no number";
      case BOOLEAN ->
          text.equals("true") || text.equals("false") ? null : "it is neither true nor false";
    };
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + (optional ? "?" : "");
  }
}
