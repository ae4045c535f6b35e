package io.actjs.actctl.command.migrate;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code actctl migrate}: migrations of many actors. */
@Command(
    name = "migrate",
    description = {"Try migrations out. (\"actctl actor migrate\" does one.)", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = MigrateDryRunCommand.class)
public final class MigrateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }
}
