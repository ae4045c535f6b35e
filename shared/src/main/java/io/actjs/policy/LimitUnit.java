package io.actjs.policy;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a {@link Limit} counts, and how people write it. */
public enum LimitUnit {
  BYTES("bytes"),
  /** UTF-16 units of JSON text. */
  CHARACTERS("characters"),
  /** Milliseconds. */
  TIME("time"),
  COUNT("count");

  /** How many of the smallest unit one of this is. */
  private record Suffix(String text, long factor) {}

  /** Larger ones first. */
  private static final List<Suffix> SIZES =
      List.of(
          new Suffix("GiB", 1L << 30), new Suffix("MiB", 1L << 20), new Suffix("KiB", 1L << 10));

  private static final List<Suffix> TIMES =
      List.of(
          new Suffix("d", 86_400_000),
          new Suffix("h", 3_600_000),
          new Suffix("m", 60_000),
          new Suffix("s", 1_000),
          new Suffix("ms", 1));

  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,15}) ?([A-Za-z]*)");

  private final String label;

  LimitUnit(String label) {
    this.label = label;
  }

  private List<Suffix> suffixes() {
    return switch (this) {
      case BYTES, CHARACTERS -> SIZES;
      case TIME -> TIMES;
      case COUNT -> List.of();
    };
  }

  public String label() {
    return label;
  }

  /** As people write it, in the largest unit that needs no fraction. */
  public String write(long value) {
    for (Suffix suffix : suffixes()) {
      if (value != 0 && value % suffix.factor == 0) {
        return value / suffix.factor + suffix.text;
      }
    }
    return String.valueOf(value);
  }

  /** The value, or null when the text is none. A time needs its unit. */
  public @Nullable Long read(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    long number = Long.parseLong(matcher.group(1));
    String suffix = matcher.group(2);
    if (suffix.isEmpty()) {
      return this == TIME && number != 0 ? null : number;
    }
    for (Suffix known : suffixes()) {
      if (isWritten(suffix, known.text)) {
        return Math.multiplyHigh(number, known.factor) == 0 ? number * known.factor : null;
      }
    }
    return null;
  }

  /** Sizes may be written as the launcher's options are: 512m, 2g. */
  private boolean isWritten(String suffix, String known) {
    if (this == TIME) {
      return suffix.equals(known);
    }
    String lower = suffix.toLowerCase(Locale.ROOT);
    String whole = known.toLowerCase(Locale.ROOT);
    return lower.equals(whole) || lower.equals(whole.substring(0, 1));
  }

  String examples() {
    return switch (this) {
      case BYTES, CHARACTERS -> "such as 4MiB or 512KiB";
      case TIME -> "such as 500ms, 30s or 5m";
      case COUNT -> "a whole number";
    };
  }
}
