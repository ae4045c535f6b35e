package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.client.ShellWords;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/versions.md can be followed from its first line to its last. */
class VersionsDocTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(ts|sh)$\\n(.*?)^```$");
  private static final Pattern FILE = Pattern.compile("// (\\S+\\.ts)\\n");

  /** A command, what keeps the first line of its output, and what the page says of it. */
  private static final Pattern LINE =
      Pattern.compile(
          "(?:(?<name>\\w+)=\\$\\()?scripts/actctl (?<command>.*?)(?<first> \\| head -n 1\\))?"
              + "(?: +# (?<said>prints \"(?<printed>.*)\"|refused: (?<reason>.*)))?");

  @TempDir private Path dir;
  private final Map<String, String> variables = new HashMap<>();

  @Test
  void everyCommandDoesWhatThePageSays() throws IOException {
    String page = Files.readString(Path.of("../docs/versions.md"));
    int commands = 0;
    try (Daemon daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0))) {
      for (MatchResult block : BLOCK.matcher(page).results().toList()) {
        if (block.group(1).equals("ts")) {
          write(block.group(2));
        } else {
          List<String> lines = block.group(2).lines().toList();
          lines.forEach(line -> run(line, daemon.uri().toString()));
          commands += lines.size();
        }
      }
    }
    assertTrue(commands > 30, "commands: " + commands);
  }

  private void write(String source) throws IOException {
    Matcher file = FILE.matcher(source);
    assertTrue(file.lookingAt(), source);
    Path path = dir.resolve(file.group(1));
    Files.createDirectories(path.getParent());
    Files.writeString(path, source);
  }

  private void run(String line, String server) {
    Matcher parts = LINE.matcher(line);
    assertTrue(parts.matches(), line);
    Ran ran = Ran.actctl(words(parts.group("command"), server).toArray(String[]::new));
    String reason = parts.group("reason");
    assertEquals(reason == null ? 0 : 1, ran.exit(), line + "\n" + ran.out() + ran.err());
    if (reason != null) {
      assertTrue(ran.err().contains(reason), line + "\n" + ran.err());
    }
    if (parts.group("printed") != null) {
      assertEquals('"' + parts.group("printed") + '"', ran.out(), line);
    }
    if (parts.group("name") != null) {
      variables.put(parts.group("name"), ran.out().lines().findFirst().orElseThrow());
    }
  }

  private List<String> words(String command, String server) {
    List<String> words = new ArrayList<>();
    for (String word : ShellWords.split(command)) {
      boolean file = word.endsWith(".ts") || word.endsWith("/") || word.contains(".pem");
      String value = word.startsWith("$") ? variables.get(word.substring(1)) : word;
      words.add(file ? dir.resolve(word).toString() : value);
    }
    if (!command.startsWith("key generate")) {
      words.add("--server=" + server);
    }
    return words;
  }
}
