package io.actjs.actctl.command.key;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code actctl key revoke}. */
@Command(
    name = "revoke",
    description = {
      "Revoke a signing key; new publishes signed with it are rejected.",
      "",
      "Versions already published with it stay published: deprecate those that must not " + "run.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl key revoke --kid release")
final class KeyRevokeCommand extends ClientCommand {
  @Option(names = "--kid", required = true, paramLabel = "KID", description = "Name of the key.")
  private String kid;

  @Override
  protected int run(Server to) {
    JsonNode key = to.delete(Server.path("v1", "admin", "signing-keys", kid));
    output.print(key, () -> "revoked key " + kid);
    return 0;
  }
}
