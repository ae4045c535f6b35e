package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
      "  actctl call Cart alice add - < item.json",
      "  actctl call Report q3 rows --values"
    })
public final class CallCommand extends MessageCommand {
  @Option(
      names = "--values",
      description =
          "Print each value that the handler yields as it comes, on a line of its own, and then "
              + "the result. Without it, all values are the result.")
  private boolean values;

  @Override
  void send(Server to, String path, String json) {
    if (!values) {
      super.send(to, path, json);
      return;
    }
    JsonNode last =
        to.values(path, json, value -> output.print(value, () -> Json.compact(value.get("value"))));
    output.print(last, () -> text(last));
  }

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
