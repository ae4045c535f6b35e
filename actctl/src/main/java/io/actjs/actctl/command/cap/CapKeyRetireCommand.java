package io.actjs.actctl.command.cap;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code actctl cap key retire}. */
@Command(
    name = "retire",
    description = {
      "Retire a key: no capability that it has signed holds from now on.",
      "",
      "If no key is left, the next capability makes one.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl cap key retire cap-1f2e3d4c5b6a7988")
final class CapKeyRetireCommand extends ClientCommand {
  @Parameters(paramLabel = "KID", description = "Name of the key, as \"cap key list\" shows it.")
  private String kid;

  @Override
  protected int run(Server to) {
    JsonNode key = to.delete(Server.path("v1", "admin", "capability-keys", kid));
    output.print(key, () -> "retired key " + kid);
    return 0;
  }
}
