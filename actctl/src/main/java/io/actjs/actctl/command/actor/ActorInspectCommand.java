package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code actctl actor inspect}. */
@Command(
    name = "inspect",
    description = {"Show the head, mailbox, subscribers, inbox and state of an actor.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl actor inspect Cart alice")
final class ActorInspectCommand extends ClientCommand {
  /** Deleted actors have no state to show. */
  private static final String GONE = "Gone";

  @Parameters(index = "0", paramLabel = "CLASS", description = "Class of the actor.")
  private String className;

  @Parameters(index = "1", paramLabel = "ID", description = "Id of the actor.")
  private String id;

  @Override
  protected int run(Server to) {
    String path = Server.path("v1", "actors", className, id);
    ObjectNode document = Json.object();
    to.get(path + "/info").properties().forEach(it -> document.set(it.getKey(), it.getValue()));
    try {
      document.set("state", to.get(path).get("state"));
    } catch (Failure e) {
      if (!GONE.equals(e.code())) {
        throw e;
      }
    }
    output.print(document, () -> text(document));
    return 0;
  }

  private static String text(ObjectNode document) {
    List<String> lines = new ArrayList<>();
    for (var field : document.properties()) {
      JsonNode value = field.getValue();
      String shown = value.isTextual() ? ErrorLines.oneLine(value.asText()) : Json.pretty(value);
      lines.add(String.format("%-12s %s", field.getKey(), shown));
    }
    return String.join(System.lineSeparator(), lines);
  }

  @Override
  protected String namedClass() {
    return className;
  }
}
