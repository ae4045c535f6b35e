package io.actjs.actjsd.rate;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may be done: on average, and at once after a pause.
 *
 * @param count how often in the period, from 1
 * @param period of which the average is taken
 * @param burst how often at once, from 1
 */
public record Rate(long count, Duration period, long burst) {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})/([smh])(?::(\\d{1,9}))?");

  public Rate {
    if (count < 1 || burst < 1 || !period.isPositive()) {
      throw new IllegalArgumentException("a rate is not 0: leave it out for none");
    }
  }

  /**
   * A rate as people write it: {@code 100/s}, {@code 600/m}, {@code 100/s:500} with 500 at once.
   *
   * @throws ActjsException {@code SchemaInvalid} for anything else
   */
  public static Rate parse(String text) {
    Matcher matcher = WRITTEN.matcher(text.strip());
    if (!matcher.matches()) {
      throw wrong(text);
    }
    long count = Long.parseLong(matcher.group(1));
    String burst = matcher.group(3);
    long atOnce = burst == null ? count : Long.parseLong(burst);
    if (count == 0 || atOnce == 0) {
      throw wrong(text);
    }
    return new Rate(count, periodOf(matcher.group(2)), atOnce);
  }

  private static Duration periodOf(String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      default -> Duration.ofHours(1);
    };
  }

  /** How long a bucket takes to gain this many tokens, in nanoseconds. */
  long refillNanos(long tokens) {
    // Each request asks, and the product does not fit a long.
    return (long) ((double) period.toNanos() * tokens / count);
  }

  /** The same for rates that are the same. */
  @Override
  public String toString() {
    return count + "/" + period.toMillis() + "ms:" + burst;
  }

  private static ActjsException wrong(String text) {
    return new ActjsException(
        ProblemCode.SchemaInvalid,
        "\""
            + text
            + "\" is no rate: write 100/s, 600/m or 1000/h, and :500 behind it for 500 at once;"
            + " none may be 0");
  }
}
