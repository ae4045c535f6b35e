package io.actjs.actctl.command.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
    subcommands = AuditVerifyCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {"  actctl audit --action class. --limit 10", "  actctl audit verify"})
public final class AuditCommand extends ClientCommand {
  private static final int MAX_LIMIT = 1000;
  private static final long POLL_MS = 500;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description =
          "Maximum number of entries, 1 to " + MAX_LIMIT + " (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--principal", paramLabel = "SUB", description = "Only what this principal did.")
  private @Nullable String principal;

  @Option(
      names = "--action",
      paramLabel = "PREFIX",
      description = "Only actions that begin with this, such as class. or token.revoked.")
  private @Nullable String action;

  @Option(
      names = "--target",
      paramLabel = "PREFIX",
      description = "Only targets that begin with this, such as Cart@.")
  private @Nullable String target;

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
    return "/v1/admin/audit?limit="
        + entries
        + parameter("principal", principal)
        + parameter("action", action)
        + parameter("target", target);
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + Server.encode(value);
  }

  private int follow(Server to, JsonNode newest) {
    long last = newest.path("newest").asLong();
    int shown = 0;
    for (JsonNode entry : entries(newest).reversed()) {
      show(entry);
      last = Math.max(last, entry.path("ordinal").asLong());
      shown++;
    }
    boolean away = false;
    while (count == null || shown < count) {
      try {
        JsonNode page = to.get(query(MAX_LIMIT) + "&after=" + last);
        away = false;
        for (JsonNode entry : entries(page)) {
          show(entry);
          shown++;
        }
        last = page.path("last").asLong();
        if (!page.path("more").asBoolean() && !pause()) {
          return 1;
        }
      } catch (Failure e) {
        if (e.code() != null) {
          throw e;
        }
        if (!away) {
          output.note(e.detail() + "; trying again");
        }
        away = true;
        if (!pause()) {
          return 1;
        }
      }
    }
    return 0;
  }

  private static boolean pause() {
    try {
      Thread.sleep(POLL_MS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void show(JsonNode entry) {
    output.print(entry, () -> String.join("  ", columns(entry)));
  }

  private static String[] columns(JsonNode entry) {
    return new String[] {
      Times.text(entry.path("at")),
      entry.path("principal").asText(),
      entry.path("action").asText(),
      entry.path("target").asText(),
      Json.compact(entry.path("meta"))
    };
  }

  private static String text(JsonNode log) {
    if (log.path("entries").isEmpty()) {
      return "no entries";
    }
    Table table = new Table("AT", "WHO", "WHAT", "TARGET", "DETAILS").cutting("DETAILS");
    for (JsonNode entry : log.path("entries")) {
      table.row(columns(entry));
    }
    return table.toString();
  }
}
