package io.actjs.actctl.command.env;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import picocli.CommandLine.Command;

/** {@code actctl env rotate-key}. */
@Command(
    name = "rotate-key",
    description = {
      "Make a new key in the server's file of secret keys, and seal all secrets with it.",
      "",
      "Backups and exports made before need the keys of then: keep a copy of the file with them.",
      "Other servers on the same database need a copy of the new file.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl env rotate-key")
final class EnvRotateKeyCommand extends ClientCommand {
  @Override
  protected int run(Server to) {
    JsonNode answer = to.post("/v1/admin/secret-key/rotate", null);
    output.print(answer, () -> "all secrets are sealed with a new key");
    return 0;
  }
}
