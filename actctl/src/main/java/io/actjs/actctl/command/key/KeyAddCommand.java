package io.actjs.actctl.command.key;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code actctl key add}. */
@Command(
    name = "add",
    description = {"Have the server accept what a key signed.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl key add --kid release --pem release.pem.pub")
final class KeyAddCommand extends ClientCommand {
  @Option(
      names = "--kid",
      required = true,
      paramLabel = "KID",
      description = "The name of the key; it is never used again for another one.")
  private String kid;

  @Option(
      names = "--pem",
      required = true,
      paramLabel = "FILE",
      description = "The public key: Ed25519, PEM.")
  private Path pem;

  @Override
  protected int run(Server to) {
    String text = KeyFiles.text(pem);
    if (text.contains("PRIVATE KEY")) {
      throw new Failure(
          pem + " holds a private key, which stays with you: give the public one", null);
    }
    String body = Json.object().put("publicKeyPem", text).toString();
    JsonNode key = to.post(Server.path("v1", "admin", "signing-keys", kid), body);
    output.print(key, () -> "added key " + kid);
    return 0;
  }
}
