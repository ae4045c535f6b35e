package io.actjs.actctl.command.actor;

import io.actjs.actctl.command.due.Pausable;
import io.actjs.actctl.command.due.ResumeCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl actor resume}. */
@Command(
    name = "resume",
    description = {"Resume a paused actor: it handles the messages that it has kept.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl actor resume Cart alice")
final class ActorResumeCommand extends ResumeCommand {
  @Mixin private OneActor actor;

  @Override
  protected Pausable target() {
    return actor;
  }
}
