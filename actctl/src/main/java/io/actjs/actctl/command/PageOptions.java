package io.actjs.actctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The page of a long list that a command shows: {@code --limit} and {@code --after}. */
public final class PageOptions {
  private static final int MAX_LIMIT = 1000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

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

  /** The begin of a query: {@code ?limit=100&after=…}. */
  public String query() {
    return query("after");
  }

  /**
   * The same, for a list whose parameter for the cursor has that name.
   *
   * @throws ParameterException when there is no such page
   */
  public String query(String cursor) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new ParameterException(
          spec.commandLine(), "--limit must be between 1 and " + MAX_LIMIT);
    }
    return "?limit=" + limit + (after == null ? "" : "&" + cursor + "=" + Server.encode(after));
  }

  /** The page as text, with the cursor of the next one if there is one. */
  public static String text(Table table, JsonNode page) {
    String next = page.path("next").asText("");
    return next.isEmpty() ? table.toString() : table + "\nmore: --after '" + next + "'";
  }
}
