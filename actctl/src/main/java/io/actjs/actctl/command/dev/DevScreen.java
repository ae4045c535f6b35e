package io.actjs.actctl.command.dev;

import io.actjs.actctl.client.Curl;
import io.actjs.actctl.dev.DevEvent;
import io.actjs.actctl.dev.DevFile;
import io.actjs.actctl.dev.Places;
import io.actjs.actctl.page.DevPages;
import io.actjs.actctl.screen.CodeFrame;
import io.actjs.actctl.screen.Diagnostics;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.engine.repeat.Difference;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** The development loop as people read it in a terminal. */
final class DevScreen implements Consumer<DevEvent> {
  private static final int MAX_EXAMPLES = 12;
  private static final int MAX_DIAGNOSTICS = 50;
  private static final int MAX_FRAMES = 10;
  private static final String INDENT = "             ";

  /** Of a source, above and below what is wrong. */
  private static final int CONTEXT = 2;

  /** What a frame has beside the line of a source. */
  private static final int MARGIN = 16;

  private static final int LEAST_WIDTH = 30;
  private static final int MOST_WIDTH = 160;

  /** How a diagnostic begins. */
  private static final Pattern PLACE = Pattern.compile("^([^:\\s]{1,500}):(\\d{1,7}):(\\d{1,7}): ");

  /**
   * What is written to.
   *
   * @param columns its width
   * @param keys whether it has keys, see {@link Keys}
   */
  record Manner(Ansi ansi, IntSupplier columns, boolean keys) {
    /** No terminal. */
    static Manner plain(Ansi ansi) {
      return new Manner(ansi, () -> MOST_WIDTH, false);
    }
  }

  private final PrintWriter out;
  private final Manner manner;
  private final boolean severalFolders;
  private final URI server;
  private final String usual;
  private boolean greeted;

  /**
   * @param folders that are served
   * @param server the address of the daemon
   * @param usual where commands find a server when they are not told
   * @param data its data directory; null when all data is in memory only
   */
  DevScreen(
      PrintWriter out,
      Manner manner,
      List<Path> folders,
      URI server,
      String usual,
      @Nullable Path data) {
    this.out = out;
    this.manner = manner;
    this.severalFolders = folders.size() > 1;
    this.server = server;
    this.usual = usual;
    String kept = data == null ? "in memory only" : "data in " + data;
    say("@|bold actjs|@ is serving at @|underline " + server + "|@", ", " + kept);
    if (DevPages.areIn(folders)) {
      say(
          "  @|green pages|@      ",
          "at " + server + "/, reloaded when a file in public/ is saved");
    }
    out.println();
    out.flush();
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
      case DevEvent.TypeErrors it -> typeErrors(it);
      case DevEvent.TypesCured it ->
          say("  @|green types fit|@  ", told(it.file()) + ": " + it.ref() + " has no type errors");
      case DevEvent.Differs it -> differs(it.difference());
      case DevEvent.Skipped it ->
          say("  @|yellow skipped|@    ", told(it.file()) + ": " + it.reason());
      case DevEvent.Removed it ->
          say("  @|yellow removed|@    ", told(it.file()) + " (published versions remain)");
      case DevEvent.TypesWritten it -> typesWritten(it);
      case DevEvent.TypesUnwritten it -> say("  @|yellow types|@      ", it.reason());
      case DevEvent.Generated it ->
          say("  @|green generated|@  ", "the types for clients in " + it.out());
      case DevEvent.Ungenerated it ->
          say(
              "  @|yellow generated|@  ",
              "the types for clients in " + it.out() + " stay as they were: " + it.reason());
      case DevEvent.PackagesMissing it ->
          say(
              "  @|yellow packages|@   ",
              "npm ci installs what %s depends on: %s"
                  .formatted(it.folder(), String.join(", ", it.names())));
      case DevEvent.PackagesInstalled it ->
          say(
              "  @|green packages|@   ",
              "those of %s are installed, in %d ms".formatted(it.folder(), it.tookMs()));
      case DevEvent.PackagesUninstalled it ->
          say("  @|red packages|@   ", it.reason() + "; the classes are served all the same");
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

  private void differs(Difference it) {
    String colour = it.cause() == Difference.Cause.MEMORY ? "yellow" : "cyan";
    String text =
        switch (it.cause()) {
          case MEMORY -> "what is not in this.state: %s %s, or %s after a restart";
          case CLOCK -> "the clock: %s %s, or %s later; this.actjs.now() is when the turn began";
          case CHANCE -> "chance: %s %s, or %s another time";
        };
    say(
        "  @|" + colour + " twice|@      ",
        it.ref()
            + ": "
            + it.method()
            + " depends on "
            + text.formatted(it.where(), it.first(), it.second()));
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

  private String told(DevFile file) {
    return severalFolders ? file.path().toString() : file.name();
  }

  private void refused(DevEvent.Refused it) {
    String running = it.running() == null ? "" : "; still running " + it.running();
    Path folder = it.file().folder();
    String detail = Places.inDiagnostics(folder, it.problem().detail());
    String text = told(it.file()) + ": " + it.problem().code() + ": " + detail + running;
    say("  @|red rejected|@   ", text);
    List<String> diagnostics = Diagnostics.of(it.problem());
    if (diagnostics.size() > 1) {
      diagnostics(folder, diagnostics);
    } else {
      frame(folder, it.problem().detail());
    }
  }

  /** Those that were shown already are known to the author, and counted in the status line. */
  private void typeErrors(DevEvent.TypeErrors it) {
    if (!it.fresh().isEmpty()) {
      String text = told(it.file()) + ": running " + it.ref() + " anyway";
      say("  @|yellow type error|@ ", text);
      diagnostics(it.file().folder(), it.fresh());
    }
  }

  private void diagnostics(Path folder, List<String> all) {
    int shown = 0;
    for (String each : all.subList(0, Math.min(MAX_DIAGNOSTICS, all.size()))) {
      say(INDENT, Places.inDiagnostics(folder, each));
      if (shown++ < MAX_FRAMES) {
        frame(folder, each);
      }
    }
    if (all.size() > MAX_DIAGNOSTICS) {
      say(INDENT, "and " + (all.size() - MAX_DIAGNOSTICS) + " more");
    }
  }

  private void frame(Path folder, String diagnostic) {
    Matcher place = PLACE.matcher(diagnostic);
    if (place.find()) {
      int width = Math.clamp(manner.columns().getAsInt() - MARGIN, LEAST_WIDTH, MOST_WIDTH);
      new CodeFrame(manner.ansi(), CONTEXT, width)
          .lines(
              folder.resolve(place.group(1)),
              Integer.parseInt(place.group(2)),
              Integer.parseInt(place.group(3)))
          .forEach(line -> out.println("    " + line));
    }
  }

  /** Something that is no event of the files; any thread may have it. */
  void note(String markup, String text) {
    say(markup, text);
    out.flush();
  }

  private void ready(List<String> examples) {
    if (greeted) {
      return;
    }
    greeted = true;
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
    String end = manner.keys() ? "Press h for the keys, q to stop." : "Press Ctrl-C to stop.";
    say("Saving a file republishes it; its actors keep their state. " + end, "");
  }

  /**
   * @param markup our own text, with picocli's markup for colours
   * @param text from elsewhere, shown literally except for control characters
   */
  private void say(String markup, String text) {
    out.println(manner.ansi().string(markup) + ErrorLines.printable(text));
  }
}
