package io.actjs.actctl.screen;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as people read them. */
public final class Times {
  private Times() {}

  /**
   * The time to the second, in UTC; empty for a missing member.
   *
   * @param millis milliseconds since 1970
   */
  public static String text(JsonNode millis) {
    return millis.canConvertToLong()
        ? Instant.ofEpochMilli(millis.asLong()).truncatedTo(ChronoUnit.SECONDS).toString()
        : "";
  }
}
