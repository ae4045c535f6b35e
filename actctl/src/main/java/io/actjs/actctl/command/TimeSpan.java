package io.actjs.actctl.command;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as people write them: a whole number and {@code s}, {@code m}, {@code h}, {@code d} or
 * {@code w}.
 */
public final class TimeSpan {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhdw])");

  private TimeSpan() {}

  /**
   * @throws TypeConversionException when the text is not a duration
   */
  public static Duration parse(String text) {
    Matcher matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "expected a duration such as 30d or 12h, got '" + text + "'");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      case "w" -> Duration.ofDays(Math.multiplyExact(7, number));
      default -> throw new IllegalStateException("a unit without a meaning: " + text);
    };
  }

  /**
   * A moment: a duration from now, or an ISO instant such as {@code 2030-01-31T00:00:00Z}.
   *
   * @throws TypeConversionException when the text is neither
   */
  public static Instant after(Instant now, String text) {
    if (SPAN.matcher(text).matches()) {
      return now.plus(parse(text));
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "expected a duration such as 30d, or a time such as 2030-01-31T00:00:00Z, got '"
              + text
              + "'");
    }
  }
}
