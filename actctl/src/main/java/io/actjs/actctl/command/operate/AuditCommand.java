package io.actjs.actctl.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code actctl audit}. */
@Command(
    name = "audit",
    description = {
      "Show the audit log of publishes and administrative actions, newest first.",
      "",
      "With --follow, shows the newest entries and then each new one, until Ctrl-C; with --json,"
          + " one document per line.",
      ""
    },
    commandListHeading = "Commands:%n",
    subcommands = {AuditFollowCommand.class, AuditVerifyCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl audit --action class. --limit 10",
      "  actctl audit follow",
      "  actctl audit verify"
    })
public final class AuditCommand extends ClientCommand {
  private static final int MAX_LIMIT = 1000;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description =
          "Maximum number of entries, 1 to " + MAX_LIMIT + " (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private AuditFilter filter;

  @Option(names = "--follow", description = "Show new entries as they are written.")
  private boolean follow;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "Number of entries to show before --follow ends.")
  private @Nullable Integer count;

  @Override
  protected int run(Server to) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new ParameterException(
          spec.commandLine(), "--limit must be between 1 and " + MAX_LIMIT);
    }
    if (count != null && (count < 1 || !follow)) {
      throw new ParameterException(
          spec.commandLine(), "--count must be at least 1, and needs --follow");
    }
    JsonNode newest = newest(to);
    if (follow) {
      return follow(to, newest);
    }
    output.print(newest, () -> text(newest));
    return 0;
  }

  /** Pages until there are as many entries as asked for, or no more. */
  private JsonNode newest(Server to) {
    JsonNode page = to.get(query(limit));
    long newest = page.path("newest").asLong();
    List<JsonNode> entries = entries(page);
    while (page.path("more").asBoolean() && entries.size() < limit) {
      page = to.get(query(limit - entries.size()) + "&before=" + page.path("last").asLong());
      entries.addAll(entries(page));
    }
    var all = Json.object();
    all.putArray("entries").addAll(entries);
    return all.put("newest", newest);
  }

  private static List<JsonNode> entries(JsonNode page) {
    List<JsonNode> entries = new ArrayList<>();
    page.path("entries").forEach(entries::add);
    return entries;
  }

  private String query(int entries) {
    return "/v1/admin/audit?limit=" + entries + filter.query();
  }

  private int follow(Server to, JsonNode newest) {
    AuditLines lines = new AuditLines(spec, output, count);
    boolean more = true;
    for (JsonNode entry : entries(newest).reversed()) {
      more = more && lines.show(entry);
    }
    String place = newest.path("newest").asText();
    return more ? new Followed(to, AuditFollowCommand.path(filter), place, output).run(lines) : 0;
  }

  private static String text(JsonNode log) {
    if (log.path("entries").isEmpty()) {
      return "no entries";
    }
    Table table = new Table("AT", "WHO", "WHAT", "TARGET", "DETAILS").cutting("DETAILS");
    for (JsonNode entry : log.path("entries")) {
      table.row(AuditLines.columns(entry));
    }
    return table.toString();
  }
}
