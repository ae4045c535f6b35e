package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code actctl actor list}. */
@Command(
    name = "list",
    description = {"List stored actors, ordered by class and id.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl actor list Cart --limit 10")
final class ActorListCommand extends ClientCommand {
  private static final int MAX_LIMIT = 1000;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CLASS",
      description = "Class of the actors to list (default: all classes).")
  private @Nullable String className;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Maximum number of results, 1 to " + MAX_LIMIT + " (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Continue after this cursor (printed when there are more results).")
  private @Nullable String after;

  @Override
  protected int run(Server to) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new ParameterException(
          spec.commandLine(), "--limit must be between 1 and " + MAX_LIMIT);
    }
    String query = "?limit=" + limit;
    query += className == null ? "" : "&class=" + Server.encode(className);
    query += after == null ? "" : "&after=" + Server.encode(after);
    JsonNode page = to.get("/v1/actors" + query);
    output.print(page, () -> text(page));
    return 0;
  }

  private static String text(JsonNode page) {
    JsonNode actors = page.path("actors");
    if (actors.isEmpty()) {
      return "no stored actors";
    }
    Table table = new Table("CLASS", "ID", "VERSION", "SEQ", "STATUS");
    for (JsonNode actor : actors) {
      table.row(
          actor.path("class").asText(),
          actor.path("id").asText(),
          actor.path("version").asText(),
          actor.path("seq").asText(),
          actor.path("tombstoned").asBoolean() ? "deleted" : "");
    }
    String next = page.path("next").asText("");
    return next.isEmpty() ? table.toString() : table + "\nmore: --after '" + next + "'";
  }

  @Override
  protected @Nullable String namedClass() {
    return className;
  }
}
