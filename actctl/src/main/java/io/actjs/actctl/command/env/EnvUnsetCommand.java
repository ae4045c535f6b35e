package io.actjs.actctl.command.env;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code actctl env unset}. */
@Command(
    name = "unset",
    description = {"Remove a value. One that a published class needs is kept, unless --force.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl env unset REGION --env prod")
final class EnvUnsetCommand extends ClientCommand {
  @Parameters(paramLabel = "NAME", description = "Name of the value.")
  private String name;

  @Option(
      names = "--force",
      description = "Remove it although classes need it: turns that read it fail then.")
  private boolean force;

  @Mixin private EnvName env;

  @Override
  protected int run(Server to) {
    String path = Server.path("v1", "admin", "env", env.name, name);
    JsonNode answer = to.delete(force ? path + "?force=true" : path);
    output.print(answer, () -> "unset " + name + " in " + env.name);
    return 0;
  }
}
