package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code actctl actor rollback}. */
@Command(
    name = "rollback",
    description = {
      "Undo an actor's last migration, restoring its previous version and state.",
      "",
      "Refused if the actor has handled turns since the migration, because they would be "
          + "lost.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl actor rollback Cart alice")
final class ActorRollbackCommand extends ClientCommand {
  @Mixin private OneActor actor;

  @Option(
      names = "--drop-turns",
      description = "Roll back even if turns made since the migration are lost.")
  private boolean dropTurns;

  @Override
  protected int run(Server to) {
    String body = Json.object().put("dropTurns", dropTurns).toString();
    JsonNode head = to.post(actor.adminPath("rollback"), body);
    output.print(head, () -> actor + " is back at " + head.path("version").asText());
    return 0;
  }

  @Override
  protected String namedClass() {
    return actor.className();
  }
}
