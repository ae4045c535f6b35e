package io.actjs.actctl.command.due;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.PageOptions;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  @Mixin private LetterFilter filter;

  @Mixin private PageOptions page;

  @Override
  protected int run(Server to) {
    JsonNode answer = to.get("/v1/admin/dead-letters" + page.query() + filter.query());
    output.print(answer, () -> text(answer));
    return 0;
  }

  private static String text(JsonNode answer) {
    JsonNode letters = answer.path("deadLetters");
    if (letters.isEmpty()) {
      return "no dead letters";
    }
    Table table =
        new Table("CLASS", "ID", "MESSAGE", "TYPE", "GIVEN UP", "ATTEMPTS", "REASON")
            .cutting("REASON");
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
    return PageOptions.text(table, answer);
  }

  @Override
  protected @Nullable String namedClass() {
    return filter.className();
  }
}
