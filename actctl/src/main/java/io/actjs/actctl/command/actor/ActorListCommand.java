package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.PageOptions;
import io.actjs.actctl.screen.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code actctl actor list}. */
@Command(
    name = "list",
    description = {"List stored actors, ordered by class and id.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl actor list Cart --limit 10")
final class ActorListCommand extends ClientCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CLASS",
      description = "Class of the actors to list (default: all classes).")
  private @Nullable String className;

  @Mixin private PageOptions page;

  @Override
  protected int run(Server to) {
    String query = page.query() + (className == null ? "" : "&class=" + Server.encode(className));
    JsonNode answer = to.get("/v1/actors" + query);
    output.print(answer, () -> text(answer));
    return 0;
  }

  private static String text(JsonNode answer) {
    JsonNode actors = answer.path("actors");
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
    return PageOptions.text(table, answer);
  }

  @Override
  protected @Nullable String namedClass() {
    return className;
  }
}
