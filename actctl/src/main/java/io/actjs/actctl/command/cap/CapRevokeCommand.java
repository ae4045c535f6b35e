package io.actjs.actctl.command.cap;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code actctl cap revoke}. */
@Command(
    name = "revoke",
    description = {
      "Revoke a capability: from now on nobody is let in with it, and connections that were opened "
          + "with it are closed.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl cap revoke 5b0c1a52-8d6e-4c0e-9a4e-0f6d7a3b2c11",
      "  actctl cap revoke \"$CAPABILITY\""
    })
final class CapRevokeCommand extends ClientCommand {
  @Parameters(
      paramLabel = "JTI|TOKEN",
      description = "Id of the capability, as the audit has it, or the capability itself.")
  private String what;

  @Override
  protected int run(Server to) {
    String member = CapabilityText.isOne(what) ? "token" : "jti";
    String body = Json.object().put(member, what).toString();
    JsonNode revoked = to.post("/v1/admin/capability-revocations", body);
    String id = revoked.path("jti").asText();
    output.print(
        revoked,
        () ->
            revoked.path("fresh").asBoolean()
                ? "revoked capability " + id
                : "capability " + id + " had been revoked before");
    return 0;
  }
}
