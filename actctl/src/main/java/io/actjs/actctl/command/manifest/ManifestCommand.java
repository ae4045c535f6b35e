package io.actjs.actctl.command.manifest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code actctl manifest}: the commands about sets of versions. */
@Command(
    name = "manifest",
    description = {
      "Make, show and count manifests.",
      "",
      "A manifest is a set of exact versions, one a class. A client that is pinned to it gets these",
      "versions, whatever is published later.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = {
      ManifestResolveCommand.class,
      ManifestRegisterCommand.class,
      ManifestShowCommand.class,
      ManifestInUseCommand.class
    })
public final class ManifestCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }
}
