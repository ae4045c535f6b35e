package io.actjs.actctl.command.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.actctl.Ran;
import io.actjs.actctl.config.ConfiguredOptions;
import io.actjs.actctl.config.Form;
import io.actjs.actctl.config.Key;
import io.actjs.actctl.config.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParseResult;

/**
 * docs/configuration.md and actjs.toml(5) are what the options say: a key that is there and nothing
 * reads, and one that is read and not there, fail here. The failure shows the lines as they have to
 * be, and -Dactjs.redraw=true writes them.
 */
class ConfigurationDocTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");
  private static final Path MANUAL = Path.of("../man/actjs.toml.5");

  private static List<Key> keys() {
    return List.copyOf(Keys.of(Ran.lineFor("list").getCommandSpec()).all());
  }

  private static String form(Key key) {
    String words = String.join(", ", key.choices());
    boolean list = key.form() == Form.LIST;
    return words.isEmpty() ? key.form().label() : list ? "a list of " + words : words;
  }

  private static String meaning(Key key) {
    String text = String.join(" ", key.option().description());
    String standard = Objects.requireNonNullElse(key.standard(), "");
    return text.replace("${DEFAULT-VALUE}", standard).replaceAll(" Default: .*", "");
  }

  private static String row(Key key) {
    String standard = key.standard();
    return "| `%s` | `%s` | %s | %s | %s |"
        .formatted(
            key.name(),
            key.variable(),
            form(key),
            standard == null ? "" : "`" + standard + "`",
            StartConfiguration.isLive(key) ? "reload" : key.isOfDaemon() ? "restart" : "");
  }

  private static String entry(Key key) {
    return """
        .TP
        .BI %s " = %s"
        %s
        .br
        Variable:
        .BR %s ;
        flag:
        .BR %s .%s
        """
        .formatted(
            roff(key.name()),
            roff(form(key)),
            roff(meaning(key)),
            key.variable(),
            roff(key.option().longestName()),
            StartConfiguration.isLive(key) ? "\nTaken by a reload." : "");
  }

  private static String roff(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
  }

  /** What is between two marks; with {@code -Dactjs.redraw=true} it is written first. */
  private static String between(String begin, String end, Path page, String wanted)
      throws IOException {
    String text = Files.readString(page);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end);
    if (Boolean.getBoolean("actjs.redraw")) {
      Files.writeString(page, text.substring(0, from) + wanted + text.substring(to));
      return wanted;
    }
    return text.substring(from, to);
  }

  @Test
  void thePageHasEveryKeyAndNoOther() throws IOException {
    String rows = keys().stream().map(it -> row(it) + "\n").collect(Collectors.joining());

    assertEquals(rows, between("|---|---|---|---|---|\n", "\nA list", PAGE, rows));
  }

  @Test
  void theManualHasEveryKeyAndNoOther() throws IOException {
    String entries = keys().stream().map(ConfigurationDocTest::entry).collect(Collectors.joining());

    assertEquals(entries, between(".SH KEYS\n", ".SH FILES\n", MANUAL, entries));
  }

  /** Each of them alone, as the only line of a file, has the value that its option then has. */
  @Test
  void everyKeyIsRead(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("actjs.toml");
    for (Key key : keys()) {
      if (key.name().equals("default-profile")) {
        continue;
      }
      String value = value(key);
      String leaf = key.name().replace("daemon.", "[daemon]\n");
      boolean bare = value.matches("true|\\d+");
      Files.writeString(file, leaf + " = " + (bare ? value : "\"" + value + "\"") + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Map<String, String> variables = new TreeMap<>();
      variables.put("ACTJS_SYSTEM_CONFIG", file.toString());
      variables.put("ACTJS_CONFIG_DIR", dir.resolve("none").toString());
      String command = key.isOfDaemon() ? "start" : "list";
      ParseResult parsed = Ran.lineFor(command).parseArgs(command);
      ConfiguredOptions.fill(parsed, dir, variables::get);
      var option =
          parsed
              .asCommandLineList()
              .getLast()
              .getCommandSpec()
              .findOption(key.option().longestName());
      assertEquals(value, key.text(option.getValue()), key.name());
    }
  }

  private static String value(Key key) {
    if (!key.choices().isEmpty()) {
      return key.choices().getLast();
    }
    return switch (key.form()) {
      case NUMBER -> "7";
      case SWITCH -> "true";
      case TEXT, LIST -> "some";
    };
  }
}
