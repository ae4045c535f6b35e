package io.actjs.actctl.command.reminder;

import io.actjs.actctl.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code actctl reminder}. */
@Command(
    name = "reminder",
    description = {"List and cancel reminders of actors.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = {ReminderListCommand.class, ReminderCancelCommand.class})
public final class ReminderCommand extends CommandGroup {}
