package io.actjs.actctl;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code actctl tell}. */
@Command(
    name = "tell",
    description = {
      "Send a message to an actor without waiting for its answer.",
      "",
      "The message is durable when the command returns: the actor handles it once, even if the",
      "server stops in between.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl tell Room lobby say '{\"from\": \"alice\", \"text\": \"hello\"}'")
final class TellCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "CLASS", description = "The class of the actor.")
  private String className;

  @Parameters(index = "1", paramLabel = "ID", description = "The id of the actor: any text.")
  private String id;

  @Parameters(index = "2", paramLabel = "TYPE", description = "The name of the handler.")
  private String type;

  @Parameters(
      index = "3",
      arity = "0..1",
      paramLabel = "PAYLOAD-JSON",
      description = "Its argument as JSON; - reads it from standard input (default: {}).")
  private @Nullable String payload;

  @Override
  int run(Server to) {
    String json = JsonArgument.read(spec, "PAYLOAD-JSON", payload);
    JsonNode answer = to.post(Server.path("v1", "actors", className, id, "tell", type), json);
    output.print(answer, () -> "accepted as " + answer.path("messageId").asText());
    return 0;
  }

  @Override
  String namedClass() {
    return className;
  }
}
