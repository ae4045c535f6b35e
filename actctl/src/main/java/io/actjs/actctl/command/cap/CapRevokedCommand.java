package io.actjs.actctl.command.cap;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import picocli.CommandLine.Command;

/** {@code actctl cap revoked}. */
@Command(
    name = "revoked",
    description = {
      "List the revoked capabilities that have not expired. Those that were minted are in the audit: "
          + "actctl audit --action capability.minted",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl cap revoked")
final class CapRevokedCommand extends ClientCommand {

  @Override
  protected int run(Server to) {
    JsonNode revocations = to.get("/v1/admin/capability-revocations");
    output.print(revocations, () -> text(revocations.path("revocations")));
    return 0;
  }

  private static String text(JsonNode revocations) {
    if (revocations.isEmpty()) {
      return "no revoked capabilities";
    }
    Table table = new Table("JTI", "UNTIL");
    for (JsonNode each : revocations) {
      table.row(each.path("jti").asText(), Times.text(each.path("until")));
    }
    return table.toString();
  }
}
