package io.actjs.actctl.command.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code actctl manifest show}. */
@Command(
    name = "show",
    description = {"Show the versions of a manifest.", ""},
    footerHeading = "%nExamples:%n",
    footer = {
      "  sha=$(actctl manifest resolve --root Cart@^1.0.0 | head -1)",
      "  actctl manifest show \"$sha\""
    })
final class ManifestShowCommand extends ClientCommand {
  @Parameters(paramLabel = "SHA", description = "SHA-256 of the manifest, 64 hex digits.")
  private String sha;

  @Override
  protected int run(Server to) {
    JsonNode manifest = to.get(Server.path("v1", "manifest", sha));
    output.print(manifest, () -> ManifestText.of(manifest));
    return 0;
  }
}
