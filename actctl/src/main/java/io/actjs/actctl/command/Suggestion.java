package io.actjs.actctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Nearest;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The class that the user may have meant by an unknown name. */
final class Suggestion {
  private static final String UNKNOWN_CLASS = "UnknownClass";

  private Suggestion() {}

  /** The failure, with the nearest published name if it is about a class that is not published. */
  static Failure extend(Failure failure, String name, Server server) {
    if (!UNKNOWN_CLASS.equals(failure.code())) {
      return failure;
    }
    String detail =
        nearest(name, server)
            .map(it -> "no class \"" + name + "\" is published; did you mean \"" + it + "\"?")
            .orElse(failure.detail());
    return new Failure(
        UNKNOWN_CLASS,
        detail + " (list them with \"actctl list\")",
        failure.diagnostics(),
        failure);
  }

  private static Optional<String> nearest(String name, Server server) {
    JsonNode classes;
    try {
      classes = server.get("/v1/classes").path("classes");
    } catch (Failure e) {
      // The first failure is the one that counts; it is shown without a suggestion.
      return Optional.empty();
    }
    return Nearest.to(
        name, StreamSupport.stream(classes.spliterator(), false).map(JsonNode::asText));
  }
}
