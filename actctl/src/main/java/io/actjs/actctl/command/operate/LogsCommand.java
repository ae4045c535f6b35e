package io.actjs.actctl.command.operate;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code actctl logs}. */
@Command(
    name = "logs",
    description = {
      "Show the newest log lines of the server and of its actors.",
      "",
      "The server keeps its newest lines in memory, 4 MiB of them unless --limit log-kept says"
          + " otherwise. With --json, prints one document per line.",
      ""
    },
    commandListHeading = "Commands:%n",
    subcommands = LogsFollowCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl logs -n 20 --level warn",
      "  actctl logs --actor Cart/alice --since 10m",
      "  actctl logs follow --class Cart"
    })
public final class LogsCommand extends ClientCommand {
  private static final int MOST = 1000;

  @Mixin private LogFilter filter;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "100",
      description = "Maximum number of lines, 1 to " + MOST + " (default: ${DEFAULT-VALUE}).")
  private int lines;

  @Override
  protected int run(Server to) {
    if (lines < 1 || lines > MOST) {
      throw new ParameterException(spec.commandLine(), "--lines must be between 1 and " + MOST);
    }
    JsonNode answer = to.get("/v1/admin/logs?limit=" + lines + filter.query());
    if (output.json()) {
      answer.path("lines").forEach(line -> output.print(line, () -> ""));
    } else {
      LogText text = new LogText(spec.commandLine().getColorScheme().ansi().enabled());
      output.print(
          answer,
          () ->
              StreamSupport.stream(answer.path("lines").spliterator(), false)
                  .map(text::of)
                  .collect(joining("\n")));
    }
    return 0;
  }
}
