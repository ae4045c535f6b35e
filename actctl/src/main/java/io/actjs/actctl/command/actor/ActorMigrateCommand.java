package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.migrate.ChainLines;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code actctl actor migrate}. */
@Command(
    name = "migrate",
    description = {
      "Migrate an actor to a newer version of its class.",
      "",
      "The state passes through the migrate method of each version in between whose "
          + "migrateFrom covers it. If one throws, the actor stays at its current version. The "
          + "previous state is kept for a rollback. With --dry-run nothing is written: lists each "
          + "version on the way, whether its migrate runs and why, and the state before and "
          + "after it.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl actor migrate Cart alice 2.0.0 --dry-run",
      "  actctl actor migrate Cart alice 2.0.0"
    })
final class ActorMigrateCommand extends ClientCommand {
  @Mixin private OneActor actor;

  @Parameters(index = "2", paramLabel = "VERSION", description = "Target version.")
  private String version;

  @Option(names = "--dry-run", description = "Show what would happen, and write nothing.")
  private boolean dryRun;

  @Override
  protected int run(Server to) {
    if (dryRun) {
      return tried(to);
    }
    String body = Json.object().put("to", version).toString();
    JsonNode head = to.post(actor.adminPath("migrate"), body);
    output.print(head, () -> actor + " is now at " + head.path("version").asText());
    return 0;
  }

  private int tried(Server to) {
    String body =
        Json.object()
            .put("class", actor.className())
            .put("id", actor.id())
            .put("to", version)
            .toString();
    JsonNode tried = to.post("/v1/admin/migrations/dry-run", body).path("actors").path(0);
    output.print(tried, () -> described(tried));
    return tried.path("ok").asBoolean() && tried.path("pure").asBoolean() ? 0 : 1;
  }

  private static String described(JsonNode tried) {
    List<String> lines = new ArrayList<>();
    if (tried.has("before")) {
      lines.add(tried.path("from").asText() + "  " + Json.compact(tried.path("before")));
    }
    for (JsonNode step : tried.path("chain")) {
      ChainLines.add(List.of(step), "", lines);
      if (step.has("state")) {
        lines.add("  " + Json.compact(step.path("state")));
      }
    }
    if (tried.has("error")) {
      lines.add("failed: " + ErrorLines.oneLine(tried.path("error").asText()));
    } else if (!tried.path("pure").asBoolean()) {
      lines.add("impure: run again it gives another state");
    }
    return lines.isEmpty() ? "it is at this version" : String.join(System.lineSeparator(), lines);
  }

  @Override
  protected String namedClass() {
    return actor.className();
  }
}
