package io.actjs.actctl.command.manifest;

import io.actjs.actctl.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code actctl manifest}: the commands that concern sets of versions. */
@Command(
    name = "manifest",
    description = {
      "Resolve, register and show manifests, and see which are in use.",
      "",
      "A manifest is a set of exact versions, one per class. A client pinned to it is "
          + "answered by these versions, whatever is published later.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = {
      ManifestResolveCommand.class,
      ManifestRegisterCommand.class,
      ManifestShowCommand.class,
      ManifestInUseCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {"  actctl manifest resolve --root Cart@^1.0.0", "  actctl manifest in-use"})
public final class ManifestCommand extends CommandGroup {}
