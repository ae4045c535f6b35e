package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.due.Pausing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl actor resume}. */
@Command(
    name = "resume",
    description = {"Resume a paused actor: it handles the messages that it has kept.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl actor resume Cart alice")
final class ActorResumeCommand extends ClientCommand {
  @Mixin private OneActor actor;

  @Override
  protected int run(Server to) {
    JsonNode answer = to.post(actor.adminPath("resume"), "{}");
    output.print(answer, () -> Pausing.resumed(answer, actor.toString()));
    return 0;
  }

  @Override
  protected String namedClass() {
    return actor.className();
  }
}
