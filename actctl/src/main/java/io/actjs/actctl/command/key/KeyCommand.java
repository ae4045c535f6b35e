package io.actjs.actctl.command.key;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code actctl key}: the commands about signing keys. */
@Command(
    name = "key",
    description = {"Make, add, list and revoke the keys that sign classes.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = {
      KeyGenerateCommand.class,
      KeyAddCommand.class,
      KeyListCommand.class,
      KeyRevokeCommand.class
    })
public final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }
}
