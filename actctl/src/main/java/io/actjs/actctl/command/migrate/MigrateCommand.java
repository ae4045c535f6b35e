package io.actjs.actctl.command.migrate;

import io.actjs.actctl.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code actctl migrate}: migrations of many actors. */
@Command(
    name = "migrate",
    description = {"Preview migrations. To migrate an actor, use \"actctl actor migrate\".", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = MigrateDryRunCommand.class,
    footerHeading = "%nExample:%n",
    footer = "  actctl migrate dry-run Cart --to 2.0.0")
public final class MigrateCommand extends CommandGroup {}
