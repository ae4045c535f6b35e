package io.actjs.actctl.command.reminder;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code actctl reminder cancel}. */
@Command(
    name = "cancel",
    description = {
      "Cancel a reminder of an actor, between two of its turns; a repeating one with all its next"
          + " occurrences.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl reminder cancel Cart alice 01999f0c-7a2e-7b11-8f55-2d6f2f0f9a10")
final class ReminderCancelCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "CLASS", description = "Class of the actor.")
  private String className;

  @Parameters(index = "1", paramLabel = "ID", description = "Id of the actor.")
  private String id;

  @Parameters(
      index = "2",
      paramLabel = "REMINDER",
      description = "Id of the reminder, as the list shows it.")
  private String reminder;

  @Override
  protected int run(Server to) {
    JsonNode answer =
        to.delete(Server.path("v1", "admin", "actors", className, id, "reminders", reminder));
    output.print(answer, () -> "cancelled " + reminder);
    return 0;
  }

  @Override
  protected String namedClass() {
    return className;
  }
}
