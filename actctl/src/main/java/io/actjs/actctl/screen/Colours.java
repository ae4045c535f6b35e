package io.actjs.actctl.screen;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether standard output may carry colour: {@code NO_COLOR} forbids it, {@code CLICOLOR_FORCE}
 * demands it, {@code CLICOLOR=0} declines it, and else it is for terminals. The launcher sets
 * {@code actctl.color} where standard output is one.
 */
public final class Colours {
  private Colours() {}

  public static boolean wanted() {
    return wanted(System.getenv(), Boolean.getBoolean("actctl.color"));
  }

  static boolean wanted(Map<String, String> environment, boolean terminal) {
    if (isSet(environment.get("NO_COLOR"))) {
      return false;
    }
    String force = environment.get("CLICOLOR_FORCE");
    if (isSet(force) && !"0".equals(force)) {
      return true;
    }
    return terminal && !"0".equals(environment.get("CLICOLOR"));
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isEmpty();
  }
}
