package io.actjs.actctl.command.config;

import io.actjs.actctl.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code actctl config}: the commands that concern settings of actctl and of daemons. */
@Command(
    name = "config",
    description = {
      "Show the configuration, and have a server read it again.",
      "",
      "Flags come first, then variables, .actjs/config.toml of the folder or one above it, the "
          + "user's config.toml, /etc/actjs/actjs.toml, and the defaults.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    footerHeading = "%nExample:%n",
    footer = "  actctl config show --origin",
    subcommands = {
      ConfigShowCommand.class,
      ConfigGetCommand.class,
      ConfigPathCommand.class,
      ConfigReloadCommand.class
    })
public final class ConfigCommand extends CommandGroup {}
