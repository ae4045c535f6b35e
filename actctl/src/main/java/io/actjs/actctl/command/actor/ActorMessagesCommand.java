package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl actor messages}. */
@Command(
    name = "messages",
    description = {
      "List the messages that an actor has yet to handle.",
      "",
      "First the ones that are due now, oldest first; then the ones that are due later: reminders, "
          + "and messages that wait for another attempt.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl actor messages Cart alice")
final class ActorMessagesCommand extends ClientCommand {
  @Mixin private OneActor actor;

  @Override
  protected int run(Server to) {
    JsonNode answer = to.get(actor.adminPath("messages"));
    output.print(answer, () -> text(answer));
    return 0;
  }

  private static String text(JsonNode answer) {
    if (answer.path("now").isEmpty() && answer.path("later").isEmpty()) {
      return "no messages";
    }
    Table table =
        new Table("MESSAGE", "TYPE", "FROM", "DUE", "ATTEMPTS", "LAST ERROR")
            .cutting("FROM", "LAST ERROR");
    answer.path("now").forEach(message -> row(table, message, "now"));
    answer.path("later").forEach(message -> row(table, message, Times.text(message.path("dueAt"))));
    return table.toString();
  }

  private static void row(Table table, JsonNode message, String due) {
    table.row(
        message.path("id").asText(),
        message.path("type").asText(),
        message.path("sender").asText(),
        due,
        message.path("attempts").asText(""),
        message.path("lastError").asText(""));
  }

  @Override
  protected String namedClass() {
    return actor.className();
  }
}
