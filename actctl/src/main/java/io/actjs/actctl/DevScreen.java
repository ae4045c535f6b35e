package io.actjs.actctl;

import io.actjs.actctl.dev.DevEvent;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** The development loop as people read it in a terminal. */
final class DevScreen implements Consumer<DevEvent> {
  private static final int MAX_EXAMPLES = 12;

  private final PrintWriter out;
  private final Ansi ansi;
  private final URI server;

  /**
   * @param server where the daemon answers
   * @param data where it keeps its data; null when it keeps none
   */
  DevScreen(PrintWriter out, Ansi ansi, URI server, @Nullable Path data) {
    this.out = out;
    this.ansi = ansi;
    this.server = server;
    line(
        "@|bold actjs|@ serves @|underline "
            + server
            + "|@, "
            + (data == null ? "nothing is kept" : "data in " + plain(data.toString())));
    out.println();
  }

  @Override
  public void accept(DevEvent event) {
    switch (event) {
      case DevEvent.Published it ->
          line(
              "  @|green published|@  "
                  + it.ref()
                  + " in "
                  + it.tookMs()
                  + " ms: "
                  + String.join(", ", it.handlers()));
      case DevEvent.Unchanged it ->
          line("  @|green unchanged|@  " + it.ref() + ": " + String.join(", ", it.handlers()));
      case DevEvent.Refused it -> refused(it);
      case DevEvent.Skipped it ->
          line("  @|yellow left out|@   " + plain(it.file()) + ": " + plain(it.reason()));
      case DevEvent.Removed it ->
          line("  @|yellow gone|@       " + plain(it.file()) + "; what it published stays");
      case DevEvent.Ready it -> ready(it.examples());
    }
    out.flush();
  }

  private void refused(DevEvent.Refused it) {
    String goesOn = it.goesOn() == null ? "" : "; " + it.goesOn() + " goes on";
    line(
        "  @|red refused|@    "
            + plain(it.file())
            + ": "
            + it.problem().code()
            + ": "
            + plain(it.problem().detail())
            + goesOn);
    Diagnostics.of(it.problem()).forEach(text -> line("             " + plain(text)));
  }

  private void ready(List<String> examples) {
    String command = System.getProperty("actctl.command", "actctl");
    out.println();
    line("Try in another terminal:");
    if (!server.toString().equals(ServerOption.DEFAULT_URL)) {
      line("  export ACTJS_URL=" + server);
    }
    List<String> shown = examples.subList(0, Math.min(MAX_EXAMPLES, examples.size()));
    shown.forEach(it -> line("  " + plain(it.replaceFirst("^actctl", command))));
    shown.stream()
        .map(it -> Curl.of(server, it))
        .flatMap(java.util.Optional::stream)
        .findFirst()
        .ifPresent(it -> line("  " + plain(it)));
    out.println();
    line("Save a file and it is published anew, its actors keep their state. Ctrl-C stops.");
  }

  /** Text of others: without control characters, and not read as markup. */
  private static String plain(String text) {
    return ErrorLines.oneLine(text).replace("@|", "@\u200b|");
  }

  private void line(String markup) {
    out.println(ansi.string(markup));
  }
}
