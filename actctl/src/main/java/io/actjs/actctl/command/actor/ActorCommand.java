package io.actjs.actctl.command.actor;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code actctl actor}: the commands about one actor. */
@Command(
    name = "actor",
    description = {"Inspect, list, watch, migrate and delete actors.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = {
      ActorInspectCommand.class,
      ActorListCommand.class,
      ActorWatchCommand.class,
      ActorDeleteCommand.class,
      ActorMigrateCommand.class,
      ActorRollbackCommand.class,
      ActorRemindersCommand.class,
      ActorCompactCommand.class
    })
public final class ActorCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }
}
