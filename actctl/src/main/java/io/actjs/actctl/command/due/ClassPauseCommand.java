package io.actjs.actctl.command.due;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl class pause}. */
@Command(
    name = "pause",
    description = {
      "Pause all actors of a class: they keep their messages, and calls fail with Paused.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl class pause Cart")
final class ClassPauseCommand extends PauseCommand {
  @Mixin private OneClass target;

  @Override
  protected Pausable target() {
    return target;
  }
}
