package io.actjs.actctl.command.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.PinOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl openapi}. */
@Command(
    name = "openapi",
    description = {
      "Print the OpenAPI document of the server.",
      "",
      "It has every route, and the handlers of the published classes: of their latest versions, "
          + "or of those that a manifest names. The page /docs of the server shows the same.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl openapi > openapi.json")
public final class OpenApiCommand extends ClientCommand {
  @Mixin private PinOption pin;

  @Override
  protected int run(Server to) {
    JsonNode document = pin.pinned(to).get("/openapi.json");
    output.print(document, document::toPrettyString);
    return 0;
  }
}
