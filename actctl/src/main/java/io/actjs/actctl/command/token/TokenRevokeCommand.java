package io.actjs.actctl.command.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code actctl token revoke}. */
@Command(
    name = "revoke",
    description = {
      "Revoke a static token: from now on nobody is let in with it, and connections that were "
          + "opened with it are closed.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl token revoke 01999f0c-7a2e-7b11-8f55-2d6f2f0f9a10")
final class TokenRevokeCommand extends ClientCommand {
  @Parameters(paramLabel = "ID", description = "Id of the token, as \"token list\" shows it.")
  private String id;

  @Override
  protected int run(Server to) {
    JsonNode token = to.delete(Server.path("v1", "admin", "tokens", id));
    output.print(token, () -> "revoked token " + id + " of " + token.path("sub").asText());
    return 0;
  }
}
