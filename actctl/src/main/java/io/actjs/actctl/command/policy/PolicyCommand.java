package io.actjs.actctl.command.policy;

import io.actjs.actctl.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code actctl policy}: the commands that concern who may do what. */
@Command(
    name = "policy",
    description = {"Test who may do what to an actor.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = {PolicyTestCommand.class},
    footerHeading = "%nExample:%n",
    footer = "  actctl policy test Cart alice --as sub=ann --do read")
public final class PolicyCommand extends CommandGroup {}
