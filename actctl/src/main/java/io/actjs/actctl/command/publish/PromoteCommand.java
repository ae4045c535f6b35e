package io.actjs.actctl.command.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClassRefConverter;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import io.actjs.model.ClassRef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code actctl promote}. */
@Command(
    name = "promote",
    description = {
      "Add a version to an environment.",
      "",
      "An environment is a named set of versions; \"actctl manifest resolve --env NAME\" "
          + "considers only these.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl promote Cart@1.2.0 --env prod")
public final class PromoteCommand extends ClientCommand {
  @Parameters(
      paramLabel = "CLASS@VERSION",
      converter = ClassRefConverter.class,
      description = "Version to promote.")
  private ClassRef ref;

  @Option(
      names = "--env",
      required = true,
      paramLabel = "NAME",
      description = "Environment, e.g. dev, staging or prod.")
  private String environment;

  @Override
  protected int run(Server to) {
    String version = ref.version().toString();
    JsonNode answer =
        to.post(
            Server.path("v1", "classes", ref.name(), "versions", version, "promote"),
            Json.object().put("environment", environment).toString());
    output.print(answer, () -> "promoted " + ref + " to " + answer.path("environment").asText());
    return 0;
  }

  @Override
  protected String namedClass() {
    return ref.name();
  }
}
