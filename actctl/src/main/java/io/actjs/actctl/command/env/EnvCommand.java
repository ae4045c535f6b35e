package io.actjs.actctl.command.env;

import io.actjs.actctl.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code actctl env}: the commands that concern values of classes. */
@Command(
    name = "env",
    description = {"Set, list and unset the values that classes declare as static env.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = {
      EnvSetCommand.class,
      EnvListCommand.class,
      EnvUnsetCommand.class,
      EnvRotateKeyCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {"  actctl env set REGION eu", "  actctl env list"})
public final class EnvCommand extends CommandGroup {}
