package io.actjs.actctl.command.due;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import org.jspecify.annotations.Nullable;

/** What the commands that pause and resume send and print. */
public final class Pausing {
  private Pausing() {}

  /** The body of a request to pause. */
  public static String body(@Nullable String reason) {
    return reason == null ? "{}" : Json.object().put("reason", reason).toString();
  }

  /** What a request to resume has done. */
  public static String resumed(JsonNode answer, String what) {
    return answer.path("resumed").asBoolean() ? "resumed " + what : what + " was not paused";
  }
}
