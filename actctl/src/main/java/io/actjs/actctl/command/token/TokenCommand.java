package io.actjs.actctl.command.token;

import io.actjs.actctl.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code actctl token}: the commands that concern static tokens. */
@Command(
    name = "token",
    description = {"Create, list and revoke static tokens, which say who sends a request.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = {TokenCreateCommand.class, TokenListCommand.class, TokenRevokeCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {"  actctl token create --sub alice --role editor", "  actctl token list"})
public final class TokenCommand extends CommandGroup {}
