package io.actjs.actctl.command.dev;

import io.actjs.actctl.client.Curl;
import io.actjs.actctl.dev.DevEvent;
import io.actjs.actctl.dev.Places;
import io.actjs.actctl.screen.Diagnostics;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.model.ActjsException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private final Places places;
  private final URI server;
  private final String usual;

  /**
   * @param places shows where something is wrong
   * @param server the address of the daemon
   * @param usual where commands find a server when they are not told
   * @param data its data directory; null when all data is in memory only
   */
  DevScreen(
      PrintWriter out, Ansi ansi, Places places, URI server, String usual, @Nullable Path data) {
    this.out = out;
    this.ansi = ansi;
    this.places = places;
    this.server = server;
    this.usual = usual;
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
      case DevEvent.Migrated it -> migrated(it);
      case DevEvent.ShapeChanged it -> shapeChanged(it);
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
      case DevEvent.TypesWritten it -> typesWritten(it);
      case DevEvent.TypesUnwritten it -> say("  @|yellow types|@      ", it.reason());
      case DevEvent.Ready it -> ready(it.examples());
    }
    out.flush();
  }

  private void typesWritten(DevEvent.TypesWritten it) {
    String text = "those of this version are in " + it.folder();
    if (it.fresh()) {
      text = "wrote those of actjs for your editor to " + it.folder();
      text += it.configured() ? "" : "; \"actctl init --template empty\" adds a tsconfig.json";
    }
    say("  @|green types|@      ", text);
  }

  private void migrated(DevEvent.Migrated it) {
    String text = it.ref() + ": " + counted(it.old(), "actor") + " had the old shape";
    if (it.again() > 0) {
      text += "; " + it.again() + " migrated again from the state before the migration";
    }
    if (it.droppedTurns() > 0) {
      text += ", without the " + counted(it.droppedTurns(), "turn") + " since";
    }
    say("  @|green migrated|@   ", text);
    if (it.failures() > 0) {
      say("  @|red failed|@     ", "migrate of " + counted(it.failures(), "actor") + ":");
      it.failed().forEach(reason -> say("             ", reason));
    }
  }

  private void shapeChanged(DevEvent.ShapeChanged it) {
    List<String> changes = new ArrayList<>();
    addNames("without ", it.added(), changes);
    addNames("with the former ", it.removed(), changes);
    addNames("with another type of ", it.retyped(), changes);
    say(
        "  @|yellow no migrate|@ ",
        "%s: the state has another shape, %s go on %s: write a migrate"
            .formatted(it.ref(), counted(it.actors(), "stored actor"), String.join(", ", changes)));
  }

  private static void addNames(String what, List<String> names, List<String> changes) {
    if (!names.isEmpty()) {
      changes.add(what + String.join(" and ", names));
    }
  }

  private static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private void refused(DevEvent.Refused it) {
    String running = it.running() == null ? "" : "; still running " + it.running();
    problem("  @|red rejected|@   ", it.file(), it.problem(), running);
  }

  private void problem(String markup, String file, ActjsException problem, String consequence) {
    String detail = places.inDiagnostics(problem.detail());
    say(markup, file + ": " + problem.code() + ": " + detail + consequence);
    ErrorLines.unsaid(problem.detail(), Diagnostics.of(problem))
        .forEach(text -> say("             ", places.inDiagnostics(text)));
  }

  private void ready(List<String> examples) {
    String command = System.getProperty("actctl.command", "actctl");
    out.println();
    say("Try in another terminal:", "");
    if (!server.toString().equals(usual)) {
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
