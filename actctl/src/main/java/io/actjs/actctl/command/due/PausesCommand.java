package io.actjs.actctl.command.due;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import picocli.CommandLine.Command;

/** {@code actctl pauses}. */
@Command(
    name = "pauses",
    description = {"List paused actors and classes.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl pauses")
public final class PausesCommand extends ClientCommand {
  @Override
  protected int run(Server to) {
    JsonNode answer = to.get("/v1/admin/pauses");
    output.print(answer, () -> text(answer.path("pauses")));
    return 0;
  }

  private static String text(JsonNode pauses) {
    if (pauses.isEmpty()) {
      return "nothing is paused";
    }
    Table table = new Table("CLASS", "ID", "SINCE", "BY", "REASON").cutting("REASON");
    for (JsonNode pause : pauses) {
      table.row(
          pause.path("class").asText(),
          pause.path("id").asText("(all)"),
          Times.text(pause.path("at")),
          pause.path("by").asText(),
          pause.path("reason").asText());
    }
    return table.toString();
  }
}
