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
    description = {"Register a public signing key with the server.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl key add --kid release --pem release.pem.pub")
final class KeyAddCommand extends ClientCommand {
  @Option(
      names = "--kid",
      required = true,
      paramLabel = "KID",
      description = "Name of the key; it cannot be reused for another key.")
  private String kid;

  @Option(
      names = "--pem",
      required = true,
      paramLabel = "FILE",
      description = "Public key file: Ed25519, PEM.")
  private Path pem;

  @Override
  protected int run(Server to) {
    String text = KeyFiles.text(pem);
    if (text.contains("PRIVATE KEY")) {
      throw new Failure(
          pem + " contains a private key; keep that to yourself and register the public key", null);
    }
    String body = Json.object().put("publicKeyPem", text).toString();
    JsonNode key = to.post(Server.path("v1", "admin", "signing-keys", kid), body);
    output.print(key, () -> "added key " + kid);
    return 0;
  }
}
