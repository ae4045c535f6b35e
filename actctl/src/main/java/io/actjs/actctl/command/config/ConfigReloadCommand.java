package io.actjs.actctl.command.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code actctl config reload}. */
@Command(
    name = "reload",
    description = {
      "Have a running server read its configuration again.",
      "",
      "The server takes what can change while it runs, and says what needs a restart. A malformed "
          + "file changes nothing. SIGHUP to the server does the same.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl config reload")
final class ConfigReloadCommand extends ClientCommand {

  @Override
  protected int run(Server to) {
    JsonNode answer = to.post("/v1/admin/config/reload", null);
    output.print(answer, () -> text(answer));
    return 0;
  }

  private static String text(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    answer.path("changed").forEach(each -> lines.add("changed " + change(each)));
    answer.path("needRestart").forEach(each -> lines.add("needs a restart: " + change(each)));
    return lines.isEmpty() ? "nothing has changed" : String.join(System.lineSeparator(), lines);
  }

  private static String change(JsonNode change) {
    return "%s: %s -> %s"
        .formatted(
            change.path("key").asText(),
            change.path("from").asText("unset"),
            change.path("to").asText("unset"));
  }
}
