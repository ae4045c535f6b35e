package io.actjs.actctl.command.key;

import io.actjs.actctl.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code actctl key}: the commands that concern signing keys. */
@Command(
    name = "key",
    description = {"Generate, register, list and revoke signing keys.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = {
      KeyGenerateCommand.class,
      KeyAddCommand.class,
      KeyListCommand.class,
      KeyRevokeCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl key generate release.pem",
      "  actctl key add --kid release --pem release.pem.pub"
    })
public final class KeyCommand extends CommandGroup {}
