package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl actor reminders}. */
@Command(
    name = "reminders",
    description = {"List an actor's pending reminders.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl actor reminders Cart alice")
final class ActorRemindersCommand extends ClientCommand {
  @Mixin private OneActor actor;

  @Override
  protected int run(Server to) {
    JsonNode answer = to.get(actor.adminPath("reminders"));
    output.print(answer, () -> text(answer.path("reminders")));
    return 0;
  }

  private static String text(JsonNode reminders) {
    if (reminders.isEmpty()) {
      return "no pending reminders";
    }
    Table table = new Table("REMINDER", "DUE", "EVERY", "TYPE", "PAYLOAD").cutting("PAYLOAD");
    for (JsonNode reminder : reminders) {
      JsonNode every = reminder.path("everyMs");
      table.row(
          reminder.path("id").asText(),
          Times.text(reminder.path("dueAt")),
          every.isMissingNode() ? "" : every.asText() + " ms",
          reminder.path("type").asText(),
          Json.compact(reminder.path("payload")));
    }
    return table.toString();
  }

  @Override
  protected String namedClass() {
    return actor.className();
  }
}
