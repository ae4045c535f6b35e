package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.due.Pausing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code actctl actor pause}. */
@Command(
    name = "pause",
    description = {"Pause an actor: it keeps its messages, and calls fail with Paused.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl actor pause Cart alice")
final class ActorPauseCommand extends ClientCommand {
  @Mixin private OneActor actor;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, shown to callers.")
  private @Nullable String reason;

  @Override
  protected int run(Server to) {
    JsonNode answer = to.post(actor.adminPath("pause"), Pausing.body(reason));
    output.print(answer, () -> "paused " + actor);
    return 0;
  }

  @Override
  protected String namedClass() {
    return actor.className();
  }
}
