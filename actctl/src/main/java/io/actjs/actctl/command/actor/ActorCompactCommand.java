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
      "Drop an actor's old turns; its state stays.",
      "",
      "What is dropped is behind a snapshot and can no longer be looked at or replayed.",
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
      description = "Keep the last N turns.")
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
