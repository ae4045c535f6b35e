package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.FreeText;
import io.actjs.actctl.command.PinOption;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code actctl create}. */
@Command(
    name = "create",
    description = {
      "Create an actor with a generated id and print the id.",
      "",
      "An actor with an id of your choice needs no creation: the first call creates it.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  cart=$(actctl create Cart) && actctl call Cart \"$cart\" show")
public final class CreateCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "CLASS", description = "Class of the actor.")
  private String className;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ARGS-JSON",
      description = "Argument of onInit as JSON; - reads it from standard input (default: {}).")
  @FreeText
  private @Nullable String args;

  @Option(names = "--tag", paramLabel = "TAG", description = "Tag of the actor; may be repeated.")
  private List<String> tags = List.of();

  @Mixin private PinOption pin;

  @Override
  protected int run(Server to) {
    String json = JsonArgument.read(spec, "ARGS-JSON", args);
    String query =
        tags.stream().map(tag -> "tag=" + Server.encode(tag)).collect(Collectors.joining("&"));
    String path = Server.path("v1", "actors", className) + (query.isEmpty() ? "" : "?" + query);
    JsonNode answer = pin.pinned(to).post(path, json);
    output.print(answer, () -> answer.path("id").asText());
    return 0;
  }

  @Override
  protected String namedClass() {
    return className;
  }
}
