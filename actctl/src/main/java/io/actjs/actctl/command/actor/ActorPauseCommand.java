package io.actjs.actctl.command.actor;

import io.actjs.actctl.command.due.Pausable;
import io.actjs.actctl.command.due.PauseCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl actor pause}. */
@Command(
    name = "pause",
    description = {"Pause an actor: it keeps its messages, and calls fail with Paused.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl actor pause Cart alice")
final class ActorPauseCommand extends PauseCommand {
  @Mixin private OneActor actor;

  @Override
  protected Pausable target() {
    return actor;
  }
}
