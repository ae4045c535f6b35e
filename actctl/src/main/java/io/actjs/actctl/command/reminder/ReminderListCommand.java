package io.actjs.actctl.command.reminder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code actctl reminder list}. */
@Command(
    name = "list",
    description = {
      "List reminders, in order of their actors: those to come, those that are due, and those"
          + " that wait for another attempt, with the last error.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  actctl reminder list", "  actctl reminder list Cart alice --json"})
final class ReminderListCommand extends ClientCommand {
  private static final int MAX_LIMIT = 1000;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CLASS",
      description = "Class of the actors (default: all classes).")
  private @Nullable String className;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "Id of the actor (default: all actors of the class).")
  private @Nullable String id;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Number of reminders after which no further actor is listed, 1 to "
              + MAX_LIMIT
              + " (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Where to begin: the end of an earlier list.")
  private @Nullable String cursor;

  @Override
  protected int run(Server to) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new ParameterException(
          spec.commandLine(), "--limit must be between 1 and " + MAX_LIMIT);
    }
    ObjectNode list = Json.object();
    ArrayNode reminders = list.putArray("reminders");
    JsonNode page = page(to, limit, cursor);
    page.path("reminders").forEach(reminders::add);
    while (page.has("next") && reminders.size() < limit) {
      page = page(to, limit - reminders.size(), page.path("next").asText());
      page.path("reminders").forEach(reminders::add);
    }
    if (page.has("next")) {
      list.set("next", page.path("next"));
    }
    output.print(list, () -> text(list));
    return 0;
  }

  private JsonNode page(Server to, int most, @Nullable String from) {
    return to.get(
        "/v1/admin/reminders?limit="
            + most
            + parameter("class", className)
            + parameter("id", id)
            + parameter("cursor", from));
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + Server.encode(value);
  }

  private static String text(JsonNode list) {
    String more =
        list.has("next") ? "\nthere are more: --cursor " + list.path("next").asText() : "";
    if (list.path("reminders").isEmpty()) {
      return "no reminders" + more;
    }
    Table table = new Table("ACTOR", "REMINDER", "DUE", "EVERY", "TYPE", "TRIED", "LAST ERROR");
    for (JsonNode reminder : list.path("reminders")) {
      JsonNode every = reminder.path("everyMs");
      table.row(
          reminder.path("class").asText() + "/" + reminder.path("id").asText(),
          reminder.path("reminderId").asText(),
          Times.text(reminder.path("dueAt")),
          every.isMissingNode() ? "" : every.asText() + " ms",
          reminder.path("type").asText(),
          reminder.path("attempts").asText(""),
          ErrorLines.oneLine(reminder.path("lastError").asText("")));
    }
    return table + more;
  }

  @Override
  protected @Nullable String namedClass() {
    return className;
  }
}
