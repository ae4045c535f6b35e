package io.actjs.actctl.command.cap;

import io.actjs.actctl.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code actctl cap key}: the keys that sign capabilities. */
@Command(
    name = "key",
    description = {"List, rotate and retire the keys that sign capabilities.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = {CapKeyListCommand.class, CapKeyRotateCommand.class, CapKeyRetireCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {"  actctl cap key rotate", "  actctl cap key list"})
final class CapKeyCommand extends CommandGroup {}
