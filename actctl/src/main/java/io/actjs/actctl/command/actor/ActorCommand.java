package io.actjs.actctl.command.actor;

import io.actjs.actctl.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code actctl actor}: the commands that concern one actor. */
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
      ActorMessagesCommand.class,
      ActorPauseCommand.class,
      ActorResumeCommand.class,
      ActorCompactCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {"  actctl actor list Cart", "  actctl actor inspect Cart alice"})
public final class ActorCommand extends CommandGroup {}
