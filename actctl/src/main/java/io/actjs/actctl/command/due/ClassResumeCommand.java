package io.actjs.actctl.command.due;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl class resume}. */
@Command(
    name = "resume",
    description = {
      "Resume a paused class: its actors handle the messages that they have kept.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl class resume Cart")
final class ClassResumeCommand extends ResumeCommand {
  @Mixin private OneClass target;

  @Override
  protected Pausable target() {
    return target;
  }
}
