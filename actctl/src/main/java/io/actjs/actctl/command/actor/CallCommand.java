package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Json;
import picocli.CommandLine.Command;

/** {@code actctl call}. */
@Command(
    name = "call",
    description = {
      "Call a method of an actor and print the result.",
      "",
      "Creates the actor if it does not exist yet. The result is printed once the call is "
          + "durable.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl call Cart alice add '{\"sku\": \"apple\", \"count\": 2}'",
      "  actctl call Cart alice add - < item.json"
    })
public final class CallCommand extends MessageCommand {

  @Override
  String path(String className, String id, String method) {
    return Server.path("v1", "actors", className, id, method);
  }

  @Override
  String text(JsonNode answer) {
    JsonNode result = answer.get("result");
    return result == null ? "" : Json.pretty(result);
  }
}
