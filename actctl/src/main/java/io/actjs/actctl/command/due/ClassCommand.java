package io.actjs.actctl.command.due;

import io.actjs.actctl.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code actctl class}: the commands that concern all actors of a class. */
@Command(
    name = "class",
    description = {"Pause and resume all actors of a class.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = {ClassPauseCommand.class, ClassResumeCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl class pause Cart --reason 'repairing totals'",
      "  actctl class resume Cart"
    })
public final class ClassCommand extends CommandGroup {}
