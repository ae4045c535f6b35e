package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.HelpWidth;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.runtime.retention.RetentionPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What users of a terminal, and programs in their place, expect of any command line. */
class TerminalMannersTest {
  private static Daemon daemon;

  @BeforeAll
  static void start() {
    daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0));
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  private static Ran actctl(String line) {
    return Ran.actctl(line.replace("SERVER", daemon.uri().toString()).split(" +"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cal --help                | there is no command \"cal\"; did you mean \"call\"?",
        "--help publsh             | there is no command \"publsh\"; did you mean \"publish\"?",
        "cal Cart alice add -h     | did you mean \"call\"?",
        "actor insepct --help      | there is no command \"actor insepct\"; did you mean \"actor inspect\"?",
        "watch Cart alice --help   | there is no command \"watch\"; did you mean \"actor watch\"?",
        "help actor wacth          | there is no command \"actor wacth\"; did you mean \"actor watch\"?",
        "actor wacth Cart alice    | there is no command \"actor wacth\"; did you mean \"actor watch\"?",
        "xyzzy --help              | there is no command \"xyzzy\" (try \"actctl --help\")"
      })
  void fault38_anUnknownCommandIsWrongUsageAlsoWithHelp(String line, String message) {
    Ran ran = actctl(line);

    assertEquals(2, ran.exit(), ran.out());
    assertEquals("", ran.out());
    assertEquals(1, ran.errLines().size(), ran.err());
    assertTrue(ran.err().contains(message), ran.err());
  }

  @Test
  void argumentsOfACommandAreNoUnknownCommands() {
    assertEquals(0, actctl("call Cart alice add --help").exit());
    assertEquals(0, actctl("actor --help").exit());
    assertEquals(0, actctl("call --help Cart").exit());
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void fault38_helpFitsTheWidthOfTheTerminal(int width) {
    Stream<CommandLine> commands = all(Actctl.commandLine());
    List<String> lines =
        commands.flatMap(it -> it.setUsageHelpWidth(width).getUsageMessage().lines()).toList();

    List<String> tooLong = lines.stream().filter(it -> it.length() > width).toList();
    assertEquals(List.of(), tooLong);
    int longest = lines.stream().mapToInt(String::length).max().orElseThrow();
    assertTrue(longest > width - 10, "the width is used: " + longest);
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(TerminalMannersTest::all));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none,80",
        "'',80",
        "wide,80",
        "-3,80",
        "0,80",
        "99999999,80",
        "20,55",
        "72,72",
        "100,100",
        "500,120"
      })
  void fault38_theWidthComesFromTheEnvironmentWithinLimits(String columns, int width) {
    assertEquals(width, HelpWidth.columns(columns));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "actor list --json --server SERVER",
        "actor list -o json --server SERVER",
        "-ojson actor --server SERVER list --output=JSON --json",
        "--output yaml actor --server SERVER list --output json",
        "--json --server SERVER actor list",
        "--server=SERVER actor --json list",
        "actor --server SERVER list --json",
        "--server http://127.0.0.1:1 actor list --json --server SERVER",
        "--token a-good-token --json actor list --server SERVER"
      })
  void fault38_commonOptionsWorkBeforeAndAfterTheCommand(String line) {
    Ran ran = actctl(line);

    assertEquals(0, ran.exit(), ran.err());
    assertEquals("{\"actors\":[]}", ran.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--server SERVER start --ephemeral | has no --server",
        "--json completion                 | has no --json",
        "--token a-good-token version      | has no --token"
      })
  void anOptionThatTheCommandLacksIsRefusedBeforeItToo(String line, String message) {
    Ran ran = actctl(line);

    assertEquals(2, ran.exit(), ran.err());
    assertTrue(ran.err().contains(message), ran.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "call Cart a add --server SERVER --json    | 1 | UnknownClass   | no class",
        "--json --server SERVER call Cart a add    | 1 | UnknownClass   | no class",
        "list --json --server http://127.0.0.1:1   | 1 | Failed         | cannot reach a server",
        "cal --json                                | 2 | Usage          | did you mean \"call\"?",
        "call --json                               | 2 | Usage          | Missing required",
        "--json actor list --limit 0               | 2 | Usage          | --limit",
        "call Cart a add {n} --json                | 2 | Usage          | line 1, column 2",
        "publish --json none.ts --version 1.0.0    | 1 | Failed         | no such file",
        "start --json --ephemeral --host 0.0.0.0  | 1 | Forbidden      | refusing to listen",
        "start --json --ephemeral --sweep-every 0s | 2 | Usage          | sweeps"
      })
  void fault38_errorsAreJsonForProgramsThatAskForJson(
      String line, int exit, String code, String detail) {
    Ran ran = actctl(line);

    assertEquals(exit, ran.exit(), ran.err());
    assertEquals("", ran.out());
    JsonNode error = Json.parse(ran.err()).path("error");
    assertEquals(code, error.path("code").asText(), ran.err());
    assertTrue(error.path("detail").asText().contains(detail), ran.err());
  }

  @Test
  void fault38_theDiagnosticsOfTheCompilerArePartOfTheDocument(@TempDir Path dir)
      throws IOException {
    Path file = Files.writeString(dir.resolve("Bad.ts"), "export class Bad { a: number = ''; }\n");

    Ran ran = actctl("publish " + file + " --version 1.0.0 --server SERVER --json");

    assertEquals(1, ran.exit());
    JsonNode diagnostics = Json.parse(ran.err()).path("error").path("diagnostics");
    assertTrue(diagnostics.path(0).asText().startsWith("Bad.ts:1:"), ran.err());
  }

  @Test
  void fault38_warningsAreJsonToo(@TempDir Path dir) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("Old.ts"),
            """
            import { Actor, handler } from 'actjs';
            export class Old extends Actor { @handler('go') go() { return 1; } }
            """);
    assertEquals(0, actctl("publish " + file + " --version 1.0.0 --server SERVER").exit());
    String sha =
        actctl("manifest resolve --root Old@1.0.0 --server SERVER").out().lines().findFirst().get();
    assertEquals(0, actctl("deprecate Old@1.0.0 --grace 1d --server SERVER").exit());

    Ran ran = actctl("call Old a go --json --server SERVER --manifest " + sha);

    assertEquals(1, Json.parse(ran.out()).path("result").asInt());
    assertTrue(Json.parse(ran.err()).path("warning").asText().contains("Old@1.0.0"), ran.err());
  }

  @Test
  void fault38_whatDeleteSaysAgreesWithTheRetentionOfDeletedActors() {
    String help = actctl("actor delete --help").out().replaceAll("\\s+", " ");

    long days = RetentionPolicy.DEFAULT.deletedActors().toDays();
    assertTrue(help.contains("after " + days + " days"), help);
    assertTrue(help.contains("--keep-deleted"), help);
    assertFalse(help.contains("ever"), help);
  }

  @Test
  void fault38_keepAuditTakesWhatItSays() {
    Ran ran = actctl("start --ephemeral --keep-audit 2030-01-31T00:00:00Z");

    assertEquals(2, ran.exit());
    assertTrue(ran.err().contains("--keep-audit: expected a duration such as 30d"), ran.err());
    assertFalse(ran.err().contains("or a time"), ran.err());
  }

  @Test
  void aFailureOfJavaItselfIsADocumentToo() {
    StringWriter err = new StringWriter();
    CommandLine line = Ran.line(new PrintWriter(new StringWriter()), new PrintWriter(err));

    io.actjs.actctl.screen.ErrorLines.show(
        new StackOverflowError(), line, io.actjs.actctl.screen.OutputFormat.JSON);

    assertEquals("Unexpected", Json.parse(err.toString()).path("error").path("code").asText());
  }
}
