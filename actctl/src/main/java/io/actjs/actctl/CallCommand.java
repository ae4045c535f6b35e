package io.actjs.actctl;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code actctl call}. */
@Command(
    name = "call",
    description = {
      "Call a method of an actor and print its result.",
      "",
      "An actor that does not exist yet is created. The result is printed when the call is durable.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl call Cart alice add '{\"sku\": \"apple\", \"count\": 2}'",
      "  actctl call Cart alice add - < item.json"
    })
final class CallCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "CLASS", description = "The class of the actor.")
  private String className;

  @Parameters(index = "1", paramLabel = "ID", description = "The id of the actor: any text.")
  private String id;

  @Parameters(index = "2", paramLabel = "METHOD", description = "The name of the handler.")
  private String method;

  @Parameters(
      index = "3",
      arity = "0..1",
      paramLabel = "ARGS-JSON",
      description = "Its argument as JSON; - reads it from standard input (default: {}).")
  private @Nullable String args;

  @Override
  int run(Server to) {
    String json = JsonArgument.read(spec, "ARGS-JSON", args);
    JsonNode answer = to.post(Server.path("v1", "actors", className, id, method), json);
    JsonNode result = answer.get("result");
    output.print(answer, () -> result == null ? "" : Json.pretty(result));
    return 0;
  }

  @Override
  String namedClass() {
    return className;
  }
}
