package io.actjs.actctl.command.cap;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a capability says, which anybody can read; whether that holds, only a server knows. */
record CapabilityText(JsonNode header, JsonNode claims) {

  /** Whether a text looks like a capability, not like the id of one. */
  static boolean isOne(String text) {
    return text.indexOf('.') >= 0;
  }

  /**
   * @throws Failure when it is none
   */
  static CapabilityText read(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new Failure(
          "the text is no capability: it has not three parts with dots between", null);
    }
    return new CapabilityText(json(parts[0]), json(parts[1]));
  }

  private static JsonNode json(String part) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      return Json.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | MalformedJson e) {
      throw new Failure("the text is no capability: it holds no JSON in base64url", e);
    }
  }
}
