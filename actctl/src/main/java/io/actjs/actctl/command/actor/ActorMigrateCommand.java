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
      "Migrate an actor to a newer version of its class.",
      "",
      "The state passes through the migrate method of each version in between. If one "
          + "throws, the actor stays at its current version. The previous state is kept for a "
          + "rollback.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl actor migrate Cart alice 2.0.0")
final class ActorMigrateCommand extends ClientCommand {
  @Mixin private OneActor actor;

  @Parameters(index = "2", paramLabel = "VERSION", description = "Target version.")
  private String version;

  @Override
  protected int run(Server to) {
    String body = Json.object().put("to", version).toString();
    JsonNode head = to.post(actor.adminPath("migrate"), body);
    output.print(head, () -> actor + " is now at " + head.path("version").asText());
    return 0;
  }

  @Override
  protected String namedClass() {
    return actor.className();
  }
}
