package io.actjs.actctl;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code actctl key list}. */
@Command(
    name = "list",
    description = {"List the server's signing keys.", ""})
final class KeyListCommand extends ClientCommand {

  @Override
  int run(Server to) {
    JsonNode keys = to.get("/v1/admin/signing-keys");
    output.print(keys, () -> text(keys.path("keys")));
    return 0;
  }

  private static String text(JsonNode keys) {
    if (keys.isEmpty()) {
      return "no signing key is known; actctl key add does";
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
