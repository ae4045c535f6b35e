package io.actjs.actctl.command.cap;

import io.actjs.actctl.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code actctl cap}: the commands that concern capabilities. */
@Command(
    name = "cap",
    aliases = "capability",
    description = {
      "Mint, inspect and revoke capabilities: tokens for some methods of one actor.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = {
      CapMintCommand.class,
      CapInspectCommand.class,
      CapRevokeCommand.class,
      CapRevokedCommand.class,
      CapKeyCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {"  actctl cap mint Cart alice add --ttl 15m", "  actctl cap inspect \"$CAPABILITY\""})
public final class CapCommand extends CommandGroup {}
