package io.actjs.actctl.command.server;

import io.actjs.actctl.client.Curl;
import io.actjs.actctl.command.ServerOption;
import io.actjs.actctl.dev.DevEvent;
import io.actjs.actctl.screen.Diagnostics;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.model.ActjsException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** The development loop as people read it in a terminal. */
final class DevScreen implements Consumer<DevEvent> {
  private static final int MAX_EXAMPLES = 12;

  private final PrintWriter out;
  private final Ansi ansi;
  private final URI server;

  /**
   * @param server the address of the daemon
   * @param data its data directory; null when all data is in memory only
   */
  DevScreen(PrintWriter out, Ansi ansi, URI server, @Nullable Path data) {
    this.out = out;
    this.ansi = ansi;
    this.server = server;
    String kept = data == null ? "in memory only" : "data in " + data;
    say("@|bold actjs|@ is serving at @|underline " + server + "|@", ", " + kept);
    out.println();
  }

  @Override
  public void accept(DevEvent event) {
    switch (event) {
      case DevEvent.Published it ->
          say(
              "  @|green published|@  ",
              it.ref() + " in " + it.tookMs() + " ms: " + String.join(", ", it.handlers()));
      case DevEvent.Unchanged it ->
          say("  @|green unchanged|@  ", it.ref() + ": " + String.join(", ", it.handlers()));
      case DevEvent.Refused it -> refused(it);
      case DevEvent.TypeErrors it ->
          problem(
              "  @|yellow type error|@ ",
              it.file(),
              it.problem(),
              "; running " + it.ref() + " anyway");
      case DevEvent.Skipped it -> say("  @|yellow skipped|@    ", it.file() + ": " + it.reason());
      case DevEvent.Removed it ->
          say("  @|yellow removed|@    ", it.file() + " (published versions remain)");
      case DevEvent.Ready it -> ready(it.examples());
    }
    out.flush();
  }

  private void refused(DevEvent.Refused it) {
    String running = it.running() == null ? "" : "; still running " + it.running();
    problem("  @|red rejected|@   ", it.file(), it.problem(), running);
  }

  private void problem(String markup, String file, ActjsException problem, String consequence) {
    say(markup, file + ": " + problem.code() + ": " + problem.detail() + consequence);
    ErrorLines.unsaid(problem.detail(), Diagnostics.of(problem))
        .forEach(text -> say("             ", text));
  }

  private void ready(List<String> examples) {
    String command = System.getProperty("actctl.command", "actctl");
    out.println();
    say("Try in another terminal:", "");
    if (!server.toString().equals(ServerOption.DEFAULT_URL)) {
      say("  export ACTJS_URL=", server.toString());
    }
    List<String> shown = examples.subList(0, Math.min(MAX_EXAMPLES, examples.size()));
    shown.forEach(it -> say("  ", it.replaceFirst("^actctl", Matcher.quoteReplacement(command))));
    shown.stream()
        .map(it -> Curl.of(server, it))
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(it -> say("  ", it));
    out.println();
    say("Saving a file republishes it; its actors keep their state. Press Ctrl-C to stop.", "");
  }

  /**
   * @param markup our own text, with picocli's markup for colours
   * @param text from elsewhere, shown literally except for control characters
   */
  private void say(String markup, String text) {
    out.println(ansi.string(markup) + ErrorLines.printable(text));
  }
}
