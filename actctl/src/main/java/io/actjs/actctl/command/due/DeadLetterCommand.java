package io.actjs.actctl.command.due;

import io.actjs.actctl.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code actctl dead-letter}: the commands that concern messages that were given up. */
@Command(
    name = "dead-letter",
    description = {"List, show, retry and drop messages that were given up.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = {
      DeadLetterListCommand.class,
      DeadLetterShowCommand.class,
      DeadLetterRetryCommand.class,
      DeadLetterDropCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl dead-letter list Cart --newer-than 1h",
      "  actctl dead-letter retry Cart --all"
    })
public final class DeadLetterCommand extends CommandGroup {}
