package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code actctl actor migrate}. */
@Command(
    name = "migrate",
    description = {
      "Bring an actor to a newer version of its class.",
      "",
      "Its state goes through the migrate method of every version on the way. When one throws, the",
      "actor stays what it was. The state from before is kept for a rollback.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl actor migrate Cart alice 2.0.0")
final class ActorMigrateCommand extends ClientCommand {
  @Mixin private OneActor actor;

  @Parameters(index = "2", paramLabel = "VERSION", description = "The version to be at.")
  private String version;

  @Override
  protected int run(Server to) {
    String body = Json.object().put("to", version).toString();
    JsonNode head = to.post(actor.adminPath("migrate"), body);
    output.print(head, () -> actor + " is at " + head.path("version").asText());
    return 0;
  }

  @Override
  protected String namedClass() {
    return actor.className();
  }
}
