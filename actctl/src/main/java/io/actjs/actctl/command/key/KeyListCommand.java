package io.actjs.actctl.command.key;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import picocli.CommandLine.Command;

/** {@code actctl key list}. */
@Command(
    name = "list",
    description = {"List the server's signing keys.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl key list")
final class KeyListCommand extends ClientCommand {

  @Override
  protected int run(Server to) {
    JsonNode keys = to.get("/v1/admin/signing-keys");
    output.print(keys, () -> text(keys.path("keys")));
    return 0;
  }

  private static String text(JsonNode keys) {
    if (keys.isEmpty()) {
      return "no signing keys; add one with \"actctl key add\"";
    }
    Table table = new Table("KID", "ALGORITHM", "ADDED", "REVOKED");
    for (JsonNode key : keys) {
      table.row(
          key.path("kid").asText(),
          key.path("algorithm").asText(),
          Times.text(key.path("addedAt")),
          Times.text(key.path("revokedAt")));
    }
    return table.toString();
  }
}
