package io.actjs.actctl.command.env;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code actctl env unset}. */
@Command(
    name = "unset",
    description = {"Remove a value; classes that read it get an error from then on.", ""})
final class EnvUnsetCommand extends ClientCommand {
  @Parameters(paramLabel = "NAME", description = "Name of the value.")
  private String name;

  @Mixin private EnvName env;

  @Override
  protected int run(Server to) {
    JsonNode answer = to.delete(Server.path("v1", "admin", "env", env.name, name));
    output.print(answer, () -> "unset " + name + " in " + env.name);
    return 0;
  }
}
