package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                   | missing command",
        "actor                              | missing command",
        "cal                                | did you mean",
        "call Cart                          | Missing required parameters: 'ID', 'METHOD'",
        "call Cart a add {} more            | Unmatched argument",
        "publish                            | Missing required parameter: 'PATH'",
        "publish Cart.ts                    | say which version: --version V, or --bump",
        "publish Cart.ts --version 1.0.0 --bump auto | --version and --bump exclude each other",
        "publish Cart.ts --bump larger      | Invalid value for option '--bump'",
        "publish Cart.ts --bump auto --no-check | it and --no-check exclude each other",
        "publish Cart.ts Stock.ts --bump auto --name N | --name is for one file",
        "start --port many                  | 'many' is not an int",
        "start --port 70000                 | --port must be between 0 and 65535",
        "start --ephemeral --data x         | --ephemeral and --data exclude each other",
        "start --admin-token short          | the admin token needs 8 or more",
        "list --server localhost:3000       | --server is not the URL of a server",
        "list --server ftp://x              | --server is not the URL of a server",
        "actor list --limit 0               | --limit must be between 1 and 1000",
        "actor watch Cart a --count 0       | --count must be at least 1",
        "manifest                           | missing command",
        "manifest resolve                   | Missing required option: '--root=CLASS@RANGE'",
        "manifest resolve --root Cart       | expected NAME@VERSION",
        "manifest register Cart@one         | is not a semantic version",
        "deprecate Cart                     | expected NAME@VERSION",
        "deprecate Cart@1.0.0 --grace soon  | --grace: expected a duration",
        "promote Cart@1.0.0                 | Missing required option: '--env=NAME'",
        "key add --kid a                    | Missing required option: '--pem=FILE'",
        "migrate                            | missing command",
        "migrate dry-run Cart --sample 0    | --sample must be at least 1",
        "migrate dry-run Cart --sample 1 --all | exclude each other",
        "audit --limit 0                    | --limit must be between 1 and 1000",
        "dead-letter list --limit 1001      | --limit must be between 1 and 1000",
        "dead-letter list --newer-than now  | --newer-than: expected a duration",
        "dead-letter retry                  | name a dead letter by CLASS, ID and MESSAGE, or use --all",
        "dead-letter drop Cart a            | name a dead letter by CLASS, ID and MESSAGE, or use --all",
        "dead-letter drop Cart a m --all    | --all and MESSAGE exclude each other",
        "dead-letter drop Cart a m --older-than 1d | --newer-than and --older-than need --all",
        "backup                             | Missing required parameter: 'FILE'",
        "export                             | Missing required parameter: 'FILE'",
        "export e --data x --database y     | exclude each other",
        "import --verify                    | Missing required parameter: 'FILE'",
        "test none.test.ts                  | no such test file or folder: none.test.ts",
        "test --watch --junit x.xml         | leave --watch out",
        "completion tcsh                    | expected bash, zsh or fish, got 'tcsh'",
        "help nonsense                      | there is no command",
        "init a b                           | Unmatched argument",
        "init --template sho                | no template \"sho\"; did you mean \"shop\"?",
        "init --profile x                   | Unknown option: '--profile'",
        "types --chek                       | Unknown option: '--chek'; did you mean --check?",
        "dev                                | Missing required parameter: 'DIR'"
      })
  void aWrongCommandLineIsOneLineAndExitCode2(String line, String message) {
    Ran ran = Ran.actctl(line == null ? new String[0] : line.split(" +"));

    assertEquals(2, ran.exit(), ran.err());
    assertEquals(1, ran.errLines().size(), ran.err());
    assertTrue(ran.err().startsWith("actctl: "), ran.err());
    assertTrue(ran.err().contains(message), ran.err());
    assertTrue(ran.err().contains("--help\")"), ran.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{\"n\": 1,}  | line 1, column 9",
        "{n: 1}       | line 1, column 2",
        "[1] 2        | line 1, column 5",
        "nul          | line 1",
        "\"\"         | the text is empty"
      })
  void malformedJsonSaysWhere(String json, String position) {
    Ran ran = Ran.actctl("call", "Cart", "alice", "add", json == null ? "" : json);

    assertEquals(2, ran.exit(), ran.err());
    assertEquals(1, ran.errLines().size(), ran.err());
    assertTrue(ran.err().contains("ARGS-JSON is not JSON: "), ran.err());
    assertTrue(ran.err().contains(position), ran.err());
  }

  @Test
  void everyCommandHasHelpWithADescriptionForEachParameter() {
    Deque<CommandLine> todo = new ArrayDeque<>(List.of(Actctl.commandLine()));
    int seen = 0;
    while (!todo.isEmpty()) {
      CommandLine command = todo.pop();
      seen++;
      todo.addAll(command.getSubcommands().values());
      String name = command.getCommandSpec().qualifiedName();
      Ran ran = Ran.actctl((name + " --help").replaceFirst("^actctl ", "").split(" "));
      assertEquals(0, ran.exit(), name);
      assertTrue(ran.out().contains("Usage: " + name), ran.out());
      command
          .getCommandSpec()
          .args()
          .forEach(arg -> assertFalse(arg.description().length == 0, name + " " + arg));
    }
    assertTrue(seen > 30, "commands seen: " + seen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "help", "--help", "call"})
  void whatIsReadyForALineShowsTheSameHelp(String line) {
    String[] words = line.isEmpty() ? new String[0] : new String[] {line};
    CommandLine ready = Actctl.commandLineFor(words);
    assertEquals(Actctl.commandLine().getUsageMessage(), ready.getUsageMessage());
    assertEquals(
        List.of(), ready.getSubcommands().get("actor").getSubcommands().keySet().stream().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "version"})
  void theVersionIsThatOfTheBuild(String how) {
    Ran ran = Ran.actctl(how);

    assertEquals(0, ran.exit());
    assertTrue(ran.out().matches("(?s)actctl \\d+\\.\\d+\\.\\d+.*"), ran.out());
  }

  @Test
  void helpTakesACommandOfTwoWords() {
    assertTrue(Ran.actctl("help", "actor", "watch").out().contains("Usage: actctl actor watch"));
  }
}
