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
      "Have the server refuse what a key signs from now on.",
      "",
      "What was published with it stays published: deprecate it if it must not run.",
      ""
    })
final class KeyRevokeCommand extends ClientCommand {
  @Option(
      names = "--kid",
      required = true,
      paramLabel = "KID",
      description = "The name of the key.")
  private String kid;

  @Override
  protected int run(Server to) {
    JsonNode key = to.delete(Server.path("v1", "admin", "signing-keys", kid));
    output.print(key, () -> "revoked key " + kid);
    return 0;
  }
}
