package io.actjs.actctl;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code actctl actor reminders}. */
@Command(
    name = "reminders",
    description = {"List what an actor will send itself, or cancel one of these.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl actor reminders Cart alice")
final class ActorRemindersCommand extends ClientCommand {
  @Mixin private OneActor actor;

  @Option(names = "--cancel", paramLabel = "REMINDER", description = "Cancel the one with this id.")
  private @Nullable String cancel;

  @Override
  int run(Server to) {
    if (cancel != null) {
      String id = cancel;
      JsonNode answer = to.delete(actor.adminPath("reminders", id));
      output.print(answer, () -> "cancelled " + id);
    } else {
      JsonNode answer = to.get(actor.adminPath("reminders"));
      output.print(answer, () -> text(answer.path("reminders")));
    }
    return 0;
  }

  private static String text(JsonNode reminders) {
    if (reminders.isEmpty()) {
      return "no reminder is pending";
    }
    Table table = new Table("REMINDER", "DUE", "EVERY", "TYPE", "PAYLOAD");
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
  String namedClass() {
    return actor.className();
  }
}
