package io.actjs.actctl.command.reminder;

import io.actjs.actctl.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code actctl reminder}. */
@Command(
    name = "reminder",
    description = {"List and cancel reminders of actors.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl reminder list Cart",
      "  actctl reminder cancel Cart alice 0197c6a4-5b0e-7c33-9d2a-0a3c3a1f7be2"
    },
    subcommands = {ReminderListCommand.class, ReminderCancelCommand.class})
public final class ReminderCommand extends CommandGroup {}
