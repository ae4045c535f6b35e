package io.actjs.actctl.command.due;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.TimeSpan;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code actctl dead-letter list}. */
@Command(
    name = "list",
    description = {"List dead letters, newest first.", ""},
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl dead-letter list Cart",
      "  actctl dead-letter list Cart alice --newer-than 1h"
    })
final class DeadLetterListCommand extends ClientCommand {
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
      names = "--newer-than",
      paramLabel = "TIME",
      description = "Only those given up within this time, such as 30m or 7d.")
  private @Nullable String newerThan;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      description = "Only those given up longer ago than this.")
  private @Nullable String olderThan;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "Maximum number of results, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Continue after this cursor (printed when there are more results).")
  private @Nullable String after;

  @Override
  protected int run(Server to) {
    StringBuilder query = new StringBuilder("/v1/admin/dead-letters?limit=").append(limit);
    add(query, "class", className);
    add(query, "id", id);
    add(query, "since", ago(newerThan));
    add(query, "before", ago(olderThan));
    add(query, "after", after);
    JsonNode page = to.get(query.toString());
    output.print(page, () -> text(page));
    return 0;
  }

  private static void add(StringBuilder query, String name, @Nullable String value) {
    if (value != null) {
      query.append('&').append(name).append('=').append(Server.encode(value));
    }
  }

  private static @Nullable String ago(@Nullable String span) {
    return span == null
        ? null
        : Long.toString(System.currentTimeMillis() - TimeSpan.parse(span).toMillis());
  }

  private static String text(JsonNode page) {
    JsonNode letters = page.path("deadLetters");
    if (letters.isEmpty()) {
      return "no dead letters";
    }
    Table table = new Table("CLASS", "ID", "MESSAGE", "TYPE", "GIVEN UP", "ATTEMPTS", "REASON");
    for (JsonNode letter : letters) {
      table.row(
          letter.path("class").asText(),
          letter.path("id").asText(),
          letter.path("message").path("id").asText(),
          letter.path("message").path("type").asText(),
          Times.text(letter.path("diedAt")),
          letter.path("attempts").asText(),
          letter.path("reason").asText());
    }
    String next = page.path("next").asText("");
    return next.isEmpty() ? table.toString() : table + "\nmore: --after '" + next + "'";
  }

  @Override
  protected @Nullable String namedClass() {
    return className;
  }
}
