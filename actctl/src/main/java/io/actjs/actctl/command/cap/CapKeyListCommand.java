package io.actjs.actctl.command.cap;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import picocli.CommandLine.Command;

/** {@code actctl cap key list}. */
@Command(
    name = "list",
    description = {"List the keys that sign capabilities, oldest first.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl cap key list")
final class CapKeyListCommand extends ClientCommand {

  @Override
  protected int run(Server to) {
    JsonNode keys = to.get("/v1/admin/capability-keys");
    output.print(keys, () -> text(keys.path("keys")));
    return 0;
  }

  private static String text(JsonNode keys) {
    if (keys.isEmpty()) {
      return "no keys; the first capability makes one";
    }
    Table table = new Table("KID", "CREATED", "RETIRED");
    for (JsonNode key : keys) {
      table.row(
          key.path("kid").asText(),
          Times.text(key.path("createdAt")),
          Times.text(key.path("retiredAt")));
    }
    return table.toString();
  }
}
