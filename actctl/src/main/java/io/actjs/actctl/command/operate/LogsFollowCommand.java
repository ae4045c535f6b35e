package io.actjs.actctl.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Events.Event;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code actctl logs follow}. */
@Command(
    name = "follow",
    description = {
      "Show log lines as they are written, until Ctrl-C.",
      "",
      "Reconnects automatically, also to a server that was restarted, and shows no line twice. A"
          + " note on standard error says how many lines were dropped because they came faster"
          + " than they were read. With --json, prints one document per line.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl logs follow --class Cart --level warn",
      "  actctl logs follow -n 100 --json"
    })
final class LogsFollowCommand extends ClientCommand {
  private static final int MOST = 1000;

  @Mixin private LogFilter filter;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Number of older lines to show first, 0 to " + MOST + " (default: ${DEFAULT-VALUE}).")
  private int lines;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Number of lines to show before ending.")
  private @Nullable Integer count;

  private int shown;

  @Override
  protected int run(Server to) {
    if (lines < 0 || lines > MOST) {
      throw new ParameterException(spec.commandLine(), "--lines must be between 0 and " + MOST);
    }
    if (count != null && count < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be at least 1");
    }
    LogText text = new LogText(spec.commandLine().getColorScheme().ansi().enabled());
    return new Followed(to, "/v1/admin/logs/events?backlog=" + lines + filter.query(), null, output)
        .run(event -> take(event, text));
  }

  private boolean take(Event event, LogText text) {
    JsonNode data = Json.parse(event.data());
    if (event.name().equals("gap")) {
      output.note(
          data.has("restarted")
              ? "the server was restarted"
              : data.path("lines").asLong() + " lines were dropped: they came too fast");
      return true;
    }
    output.print(data, () -> text.of(data));
    shown++;
    return (count == null || shown < count) && !spec.commandLine().getOut().checkError();
  }
}
