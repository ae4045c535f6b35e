package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code actctl actor delete}. */
@Command(
    name = "delete",
    description = {
      "Delete an actor for ever.",
      "",
      "Its subscribers are told. The id is never used again: later calls answer Gone.",
      ""
    })
final class ActorDeleteCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "CLASS", description = "The class of the actor.")
  private String className;

  @Parameters(index = "1", paramLabel = "ID", description = "The id of the actor.")
  private String id;

  @Override
  protected int run(Server to) {
    JsonNode answer = to.delete(Server.path("v1", "actors", className, id));
    output.print(answer, () -> "deleted " + className + "/" + id);
    return 0;
  }

  @Override
  protected String namedClass() {
    return className;
  }
}
