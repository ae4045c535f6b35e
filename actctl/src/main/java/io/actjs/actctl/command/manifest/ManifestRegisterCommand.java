package io.actjs.actctl.command.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClassRefConverter;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import io.actjs.model.ClassRef;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code actctl manifest register}. */
@Command(
    name = "register",
    description = {"Store a given set of versions as a manifest.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl manifest register Cart@1.2.0 Stock@1.0.3")
final class ManifestRegisterCommand extends ClientCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "CLASS@VERSION",
      converter = ClassRefConverter.class,
      description = "Versions to include, one per class.")
  private List<ClassRef> refs;

  @Override
  protected int run(Server to) {
    ObjectNode body = Json.object();
    ObjectNode resolved = body.putObject("resolved");
    refs.forEach(ref -> resolved.put(ref.name(), ref.version().toString()));
    JsonNode manifest = to.post("/v1/manifest", body.toString());
    output.print(manifest, () -> ManifestText.of(manifest));
    return 0;
  }
}
