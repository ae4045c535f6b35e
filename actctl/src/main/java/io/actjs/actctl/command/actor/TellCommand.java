package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import picocli.CommandLine.Command;

/** {@code actctl tell}. */
@Command(
    name = "tell",
    description = {
      "Send a message to an actor without waiting for a result.",
      "",
      "The message is durable when the command returns: the actor handles it once, even if "
          + "the server restarts in between.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl tell Room lobby say '{\"from\": \"alice\", \"text\": \"hello\"}'")
public final class TellCommand extends MessageCommand {

  @Override
  String path(String className, String id, String method) {
    return Server.path("v1", "actors", className, id, "tell", method);
  }

  @Override
  String text(JsonNode answer) {
    return "accepted as " + answer.path("messageId").asText();
  }
}
