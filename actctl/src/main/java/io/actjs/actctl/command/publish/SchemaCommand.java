package io.actjs.actctl.command.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.model.ActorRef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code actctl schema}. */
@Command(
    name = "schema",
    description = {
      "Print the JSON Schemas of a version.",
      "",
      "They say what each handler takes and returns, what the state is and which messages it "
          + "sends, as far as the types of the class do; \"notes\" says where they say less.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl schema Cart@1.0.0")
public final class SchemaCommand extends ClientCommand {
  @Parameters(
      paramLabel = "CLASS[@VERSION]",
      description = "Version whose schemas to print (default: the latest).")
  private String version;

  @Override
  protected int run(Server to) {
    String[] parts = version.split("@", 2);
    String name = ActorRef.requireClassName(parts[0]);
    String number = parts.length > 1 ? parts[1] : latest(to, name);
    JsonNode schemas = to.get(Server.path("v1", "classes", name, "versions", number, "schema"));
    output.print(schemas, schemas::toPrettyString);
    return 0;
  }

  private static String latest(Server to, String name) {
    JsonNode versions = Versions.of(to, name);
    if (versions.isEmpty()) {
      throw Versions.unknownClass(name);
    }
    return Versions.latest(versions).path("version").asText();
  }

  @Override
  protected String namedClass() {
    return version.split("@", 2)[0];
  }
}
