package io.actjs.actctl.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The pages as packages have them. */
class ManualTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void write() {
    assertEquals(new Ran(0, "", ""), Ran.actctl("manual", folder.toString()));
  }

  private static String text(Path page) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(page))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void eachCommandHasAPageWithEveryOption() throws IOException {
    List<CommandLine> commands = new ArrayList<>();
    collect(
        Ran.line(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter())),
        commands);
    for (CommandLine command : commands) {
      String name = command.getCommandSpec().qualifiedName("-");
      String page = text(folder.resolve("man1/" + name + ".1.gz")).replace("\\-", "-");
      assertTrue(page.contains(".SH SYNOPSIS"), name);
      for (var option : command.getCommandSpec().options()) {
        assertTrue(page.contains(option.longestName()), name + " " + option.longestName());
      }
      for (var place : command.getCommandSpec().positionalParameters()) {
        assertTrue(page.contains("\\fB" + place.paramLabel()), name + " " + place.paramLabel());
      }
    }
    assertEquals(commands.size() + 1, pages().size(), "one for each, and the daemon's");
  }

  private static void collect(CommandLine line, List<CommandLine> all) {
    all.add(line);
    line.getSubcommands().values().stream()
        .distinct()
        .filter(it -> !it.getCommandSpec().usageMessage().hidden())
        .forEach(it -> collect(it, all));
  }

  @Test
  void thePagesOfTheDaemonAndTheToolHaveWhatNoCommandHas() throws IOException {
    String daemon = text(folder.resolve("man8/actjsd.8.gz"));
    assertTrue(daemon.contains(".SH SIGNALS") && daemon.contains("\\-\\-standby"), daemon);
    String tool = text(folder.resolve("man1/actctl.1.gz"));
    assertTrue(tool.contains(".SH ENVIRONMENT") && tool.contains("ACTJS_URL"), tool);
  }

  /** A formatter warns of requests that it does not know, and of what is never ended. */
  @Test
  void aFormatterHasNothingToSay() throws Exception {
    Path groff = Path.of("/usr/bin/groff");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.isExecutable(groff), "groff is not installed");
    Path all = folder.resolve("all");
    StringBuilder text = new StringBuilder();
    for (Path page : pages()) {
      text.append(text(page));
    }
    Files.writeString(all, text);
    Path log = Files.createTempFile("groff", ".log");
    Process process =
        new ProcessBuilder("" + groff, "-man", "-Tutf8", "-ww", "-z", "" + all)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "groff hangs");
    String said = Files.readString(log);
    Files.delete(all);
    Files.delete(log);
    assertEquals("", said);
    assertEquals(0, process.exitValue());
  }

  @Test
  void noPageHasATextThatOnlyTheModelUnderstands() throws IOException {
    TreeSet<String> found = new TreeSet<>();
    for (Path page : pages()) {
      String text = text(page);
      if (text.contains("${") || text.contains("%n") || text.contains("@|")) {
        found.add(page.getFileName().toString());
      }
    }
    assertEquals("", found.stream().collect(Collectors.joining(" ")));
  }
}
