package io.actjs.actctl.command.cap;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import picocli.CommandLine.Command;

/** {@code actctl cap key rotate}. */
@Command(
    name = "rotate",
    description = {
      "Make a key that signs capabilities from now on. What older keys have signed keeps holding "
          + "until they are retired.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl cap key rotate")
final class CapKeyRotateCommand extends ClientCommand {

  @Override
  protected int run(Server to) {
    JsonNode key = to.post("/v1/admin/capability-keys", null);
    output.print(key, () -> "capabilities are signed with key " + key.path("kid").asText());
    return 0;
  }
}
