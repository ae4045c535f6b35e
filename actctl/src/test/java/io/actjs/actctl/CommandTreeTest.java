package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.command.ServerOption;
import io.actjs.actctl.command.SharedOption;
import io.actjs.actctl.config.ConfiguredOptions;
import io.actjs.actctl.screen.OutputFormat;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What holds for each command of the tree. */
class CommandTreeTest {
  /** They print texts of their own, for people or for a shell. */
  private static final List<String> TEXT_ONLY = List.of("actctl help", "actctl completion");

  static List<String> all() {
    return Commands.shown().map(Commands::name).toList();
  }

  private static CommandLine command(String name) {
    return Commands.shown().filter(it -> Commands.name(it).equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("all")
  void itsHelpHasExamplesThatAreCommandLines(String name) {
    CommandLine command = command(name);
    List<String> shown = Commands.examples(command);
    assertFalse(shown.isEmpty(), "no example of " + name);
    List<String> targets = new ArrayList<>();
    for (String each : shown) {
      assertTrue(each.length() <= Commands.width() - 2, "too long to be copied: " + each);
      Commands.lines(each).forEach(line -> targets.add(Commands.target(line)));
    }
    boolean group = !command.getSubcommands().isEmpty();
    assertTrue(
        targets.stream().anyMatch(it -> group ? it.startsWith(name) : it.equals(name)),
        "no example of " + name + " itself");
  }

  @ParameterizedTest
  @MethodSource("all")
  void itsHelpEndsWithItsExitCodes(String name) {
    var codes = command(name).getCommandSpec().usageMessage().exitCodeList();

    assertEquals(List.of("0", "1", "2"), codes.keySet().stream().limit(3).toList());
  }

  @Test
  void eachCommandThatPrintsHasTheFormsOfOutput() {
    List<String> without =
        Commands.shown()
            .filter(it -> mixin(it.getCommandSpec(), OutputOption.class) == null)
            .map(Commands::name)
            .toList();

    assertEquals(TEXT_ONLY, without);
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSharedOptionsMayStandAnywhere(String name) {
    CommandLine command = command(name);
    if (!command.getSubcommands().isEmpty() || TEXT_ONLY.contains(name)) {
      return;
    }
    List<String> valid = Commands.valid(command);
    // Of the command alone: to prepare all of them, and for each line, takes long.
    CommandLine whole = Ran.lineFor(valid.getFirst());
    // The options that an example has itself would count.
    boolean asks = valid.stream().anyMatch(it -> it.matches("--json|-o|--output.*"));
    boolean hasServer = mixin(command.getCommandSpec(), ServerOption.class) != null;
    for (int at = 0; at <= Commands.path(command).size(); at++) {
      if (!asks) {
        assertEquals(OutputFormat.JSON, format(whole, with(valid, at, "--json")));
        assertEquals(OutputFormat.YAML, format(whole, with(valid, at, "--output", "yaml")));
        assertEquals(OutputFormat.YAML, format(whole, with(valid, at, "-o", "yaml")));
      }
      if (hasServer) {
        String there = "http://there.example:1";
        assertTrue(address(whole, with(valid, at, "--server", there)).contains(there));
        assertTrue(refusal(whole, with(valid, at, "--profile", "none")).startsWith("--profile"));
        assertTrue(refusal(whole, with(valid, at, "--token", "tökén")).startsWith("the token has"));
        assertTrue(refusal(whole, with(valid, at, "--ca", "/none/ca.pem")).startsWith("--ca"));
      } else if (command.getCommandSpec().findOption("--server") == null && at == 0) {
        Ran ran = Ran.actctl(with(valid, at, "--server", "http://x").toArray(String[]::new));
        assertEquals(2, ran.exit());
        assertTrue(ran.err().contains("\"" + name + "\" has no --server"), ran.err());
      }
    }
  }

  private static List<String> with(List<String> line, int at, String... option) {
    List<String> longer = new ArrayList<>(line);
    longer.addAll(at, List.of(option));
    return longer;
  }

  private static CommandSpec last(CommandLine whole, List<String> line) {
    ParseResult parsed = whole.parseArgs(line.toArray(String[]::new));
    SharedOption.requireUsed(parsed);
    OutputOption.requireOne(parsed);
    ConfiguredOptions.fill(parsed);
    return parsed.asCommandLineList().getLast().getCommandSpec();
  }

  private static OutputFormat format(CommandLine whole, List<String> line) {
    return mixin(last(whole, line), OutputOption.class).format();
  }

  private static String address(CommandLine whole, List<String> line) {
    var server = mixin(last(whole, line), ServerOption.class).server(warning -> {});
    return server.unreachable(new ConnectException()).detail();
  }

  private static String refusal(CommandLine whole, List<String> line) {
    try {
      return "taken: " + address(whole, line);
    } catch (ParameterException e) {
      return e.getMessage();
    }
  }

  private static <T> T mixin(CommandSpec command, Class<T> type) {
    return command.mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElse(null);
  }

  @ParameterizedTest
  @CsvSource({
    "--json actor list -o yaml",
    "actor --output=table list --json",
    "list --json --output yaml",
    "-o yaml --json list"
  })
  void twoFormsOfOutputAreRefused(String line) {
    Ran ran = Ran.actctl(line.split(" "));

    assertEquals(2, ran.exit());
    assertTrue(ran.err().startsWith("{\"error\":{\"code\":\"Usage\""), ran.err());
    assertTrue(ran.err().contains("exclude each other"), ran.err());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "list --json, JSON",
        "list -o json, JSON",
        "list -o=yaml, YAML",
        "-oyaml list, YAML",
        "--output=YAML lst, YAML",
        "list --output xml, none",
        "list --output, none",
        "call Cart a b -- --json, none",
        "list -o json -o yaml, YAML"
      })
  void theFormOfErrorsIsReadFromTheWords(String line, OutputFormat format) {
    OutputFormat read = OutputFormat.of(List.of(line.split(" ")), OutputFormat.TABLE);

    assertEquals(format == null ? OutputFormat.TABLE : format, read);
  }
}
