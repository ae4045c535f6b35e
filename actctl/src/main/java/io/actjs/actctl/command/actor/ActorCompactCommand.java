package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code actctl actor compact}. */
@Command(
    name = "compact",
    description = {
      "Drop old turns of an actor; its state is kept.",
      "",
      "Only turns already covered by a snapshot are dropped. They can no longer be "
          + "inspected or replayed.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl actor compact Ledger shop --keep-turns 1000")
final class ActorCompactCommand extends ClientCommand {
  @Mixin private OneActor actor;

  @Option(
      names = "--keep-turns",
      required = true,
      paramLabel = "N",
      description = "Number of recent turns to keep.")
  private long keepTurns;

  @Override
  protected int run(Server to) {
    String body = Json.object().put("keepTurns", keepTurns).toString();
    JsonNode answer = to.post(actor.adminPath("compact"), body);
    output.print(
        answer, () -> "dropped " + answer.path("droppedTurns").asText() + " turns of " + actor);
    return 0;
  }

  @Override
  protected String namedClass() {
    return actor.className();
  }
}
