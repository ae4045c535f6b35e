package io.actjs.actctl.command.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code actctl audit}. */
@Command(
    name = "audit",
    description = {"Show the audit log of publishes and administrative actions, newest first.", ""})
public final class AuditCommand extends ClientCommand {
  private static final int MAX_LIMIT = 1000;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description =
          "Maximum number of entries, 1 to " + MAX_LIMIT + " (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  protected int run(Server to) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new ParameterException(
          spec.commandLine(), "--limit must be between 1 and " + MAX_LIMIT);
    }
    JsonNode log = to.get("/v1/admin/audit?limit=" + limit);
    output.print(log, () -> text(log));
    return 0;
  }

  private static String text(JsonNode log) {
    if (log.path("entries").isEmpty()) {
      return "no entries";
    }
    Table table = new Table("AT", "WHO", "WHAT", "TARGET", "DETAILS");
    for (JsonNode entry : log.path("entries")) {
      table.row(
          Times.text(entry.path("at")),
          entry.path("principal").asText(),
          entry.path("action").asText(),
          entry.path("target").asText(),
          Json.compact(entry.path("meta")));
    }
    return table.toString();
  }
}
