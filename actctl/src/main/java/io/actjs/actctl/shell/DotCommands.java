package io.actjs.actctl.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.MalformedJson;
import io.actjs.actctl.screen.Nearest;
import io.actjs.actctl.screen.Table;
import io.actjs.engine.script.SnippetCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs the commands that begin with a dot. */
final class DotCommands {
  private static final Pattern ONE = Pattern.compile("^\\s*\\.[\\p{L}?]");

  /** A word, or a text in quotes. */
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  private static final String HELP =
      """

      Anything else is TypeScript, with await. Names that an input declares are there for the next ones.

        Cart('c1')                   the actor c1 of the class Cart
        await Cart('c1').add({…})    calls its handler add
        Cart('c1').add.tell({…})     sends it a message
        Cart('c1').state()           reads its state; .info() what is known of it, .delete() deletes it
        Cart.create({…})             an actor with an id of its own; Cart.list({ tag }) those there are
        actor('Cart', 'c1')          the same for names that are no identifiers
        actor('Cart', 'c1').call('state', {…})    a handler by its name
        _                            the last value; _error the last error
        inspect(value, { depth })    a value as text; exit(code), sleep(ms), console.log(…)

      Tab completes. Ctrl-C interrupts an input. An input goes on in the next line while it is incomplete.\
      """;

  private final Session session;
  private final Connection connection;
  private final Catalog catalog;
  private final ShellOutput output;
  private final Watch watch;
  private boolean isTimed;

  DotCommands(
      Session session,
      Connection connection,
      Catalog catalog,
      Settings settings,
      ShellOutput output) {
    this.session = session;
    this.connection = connection;
    this.catalog = catalog;
    this.output = output;
    this.watch = new Watch(connection, output, settings.form() == Settings.Form.JSON);
  }

  /** Whether an input is such a command, or is meant to be. */
  static boolean isOne(String input) {
    return ONE.matcher(input).find();
  }

  /** Whether durations are to be shown. */
  boolean isTimed() {
    return isTimed;
  }

  /** Ends what waits; for any thread. */
  void interrupt() {
    watch.interrupt();
  }

  /**
   * Runs one.
   *
   * @return the exit code when it ends the session, else null
   * @throws Failure when it fails
   */
  @Nullable Integer run(String input) {
    List<String> words = words(input);
    String name = words.removeFirst();
    DotCommand command = DotCommand.of(name).orElseThrow(() -> unknown(name));
    switch (command) {
      case HELP -> output.out(help());
      case CLASSES -> output.out(classes());
      case WATCH -> watch(words);
      case AS -> as(words, input);
      case PIN -> pin(words);
      case TIME -> {
        isTimed = !isTimed;
        output.out(isTimed ? "durations are shown" : "durations are not shown");
      }
      case LOAD -> {
        return load(words);
      }
      case EXIT -> {
        return 0;
      }
    }
    return null;
  }

  private static List<String> words(String input) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(input.strip());
    while (word.find()) {
      String quoted = word.group(1) == null ? word.group(2) : word.group(1);
      words.add(quoted == null ? word.group(3) : quoted);
    }
    return words;
  }

  private static Failure unknown(String name) {
    String nearest =
        Nearest.to(name, DotCommand.texts())
            .map(it -> "; did you mean \"" + it + "\"?")
            .orElse(" (.help lists them)");
    return new Failure("there is no command \"" + name + "\"" + nearest, null);
  }

  private static Failure usage(DotCommand command) {
    return new Failure("usage: " + command.synopsis(), null);
  }

  private static String help() {
    StringBuilder text = new StringBuilder();
    for (DotCommand each : DotCommand.values()) {
      text.append("  %-22s %s%n".formatted(each.synopsis(), each.does()));
    }
    return text.append(HELP).toString();
  }

  private String classes() {
    List<String> names = catalog.names();
    if (names.isEmpty()) {
      return "no classes are published";
    }
    Table table = new Table("CLASS", "LATEST", "HANDLERS");
    for (String name : names) {
      table.row(
          name,
          catalog.latest(name).path("version").asText("?"),
          String.join(" ", catalog.handlers(name)));
    }
    return table.toString();
  }

  private void watch(List<String> words) {
    if (words.size() != 2) {
      throw usage(DotCommand.WATCH);
    }
    watch.run(words.get(0), words.get(1));
  }

  private void as(List<String> words, String input) {
    JsonNode principal = null;
    if (input.contains("{")) {
      principal = parsed(input.substring(input.indexOf('{')));
    } else if (!words.isEmpty()) {
      ObjectNode json = Json.object().put("sub", words.getFirst());
      words.stream().skip(1).forEach(role -> json.withArray("roles").add(role));
      principal = json;
    }
    if (principal != null) {
      // Refused here, not by the next call.
      var unused = connection.own().as(principal).get("/v1/classes");
    }
    connection.as(principal);
    catalog.forget();
    String name = connection.principal();
    output.out(name == null ? "calls are your own" : "calls are made as " + name);
  }

  private static JsonNode parsed(String json) {
    try {
      return Json.parse(json);
    } catch (MalformedJson e) {
      throw new Failure("the principal is not JSON: " + e.getMessage(), e);
    }
  }

  private void pin(List<String> words) {
    if (words.size() > 1) {
      throw usage(DotCommand.PIN);
    }
    String sha = words.isEmpty() ? null : words.getFirst();
    if (sha != null) {
      var unused = connection.own().get(Server.path("v1", "manifest", sha));
    }
    connection.pin(sha);
    catalog.forget();
    output.out(sha == null ? "calls are not pinned" : "calls are pinned to " + sha);
  }

  private @Nullable Integer load(List<String> words) {
    if (words.size() != 1) {
      throw usage(DotCommand.LOAD);
    }
    Path file = Path.of(words.getFirst());
    String text;
    try {
      if (Files.size(file) > SnippetCompiler.MOST_CHARACTERS) {
        throw new Failure(file + " is too large", null);
      }
      text = Files.readString(file);
    } catch (IOException e) {
      throw new Failure("cannot read " + file, e);
    }
    return switch (session.run(Source.file(words.getFirst(), text))) {
      case Outcome.Value(String value) -> {
        output.out(value);
        yield null;
      }
      case Outcome.Nothing() -> null;
      case Outcome.Interrupted() -> null;
      case Outcome.Failed(List<ShellError> errors) -> throw errors.getFirst().failure();
      case Outcome.Exit(int code) -> code;
    };
  }
}
