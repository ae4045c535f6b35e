package io.actjs.actctl.command.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import picocli.CommandLine.Command;

/** {@code actctl asyncapi}. */
@Command(
    name = "asyncapi",
    description = {
      "Print the AsyncAPI document of the server.",
      "",
      "It has the requests, replies and notifications of the WebSocket and of the streams of "
          + "events.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl asyncapi > asyncapi.json")
public final class AsyncApiCommand extends ClientCommand {

  @Override
  protected int run(Server to) {
    JsonNode document = to.get("/asyncapi.json");
    output.print(document, document::toPrettyString);
    return 0;
  }
}
