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
      "Delete an actor.",
      "",
      "Its state is lost and its subscribers are notified. Calls to its id fail with Gone "
          + "until the server forgets that the actor was deleted: after 365 days, or as set by "
          + "\"actctl start --keep-deleted\". After that, a call creates a new actor under the id.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl actor delete Cart alice")
final class ActorDeleteCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "CLASS", description = "Class of the actor.")
  private String className;

  @Parameters(index = "1", paramLabel = "ID", description = "Id of the actor.")
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
