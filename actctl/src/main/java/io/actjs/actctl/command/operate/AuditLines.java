package io.actjs.actctl.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Events.Event;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Times;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Prints entries of the audit as they come, until there were enough or nobody reads them. */
final class AuditLines implements Followed.Reader {
  private final CommandSpec spec;
  private final OutputOption output;
  private final @Nullable Integer count;
  private int shown;

  /**
   * @param count after how many it is enough; null for never
   */
  AuditLines(CommandSpec spec, OutputOption output, @Nullable Integer count) {
    this.spec = spec;
    this.output = output;
    this.count = count;
  }

  @Override
  public boolean take(Event event) {
    JsonNode data = Json.parse(event.data());
    if (event.name().equals("gap")) {
      output.note(data.path("entries").asLong() + " entries were dropped by retention");
      return true;
    }
    return show(data);
  }

  /** Shows an entry; false when there were enough. */
  boolean show(JsonNode entry) {
    output.print(entry, () -> String.join("  ", columns(entry)));
    shown++;
    return (count == null || shown < count) && !spec.commandLine().getOut().checkError();
  }

  static String[] columns(JsonNode entry) {
    return new String[] {
      Times.text(entry.path("at")),
      entry.path("principal").asText(),
      entry.path("action").asText(),
      entry.path("target").asText(),
      Json.compact(entry.path("meta"))
    };
  }
}
