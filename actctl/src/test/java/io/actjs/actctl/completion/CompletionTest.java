package io.actjs.actctl.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.actjs.actctl.BuiltProgram;
import io.actjs.actctl.Deadline;
import io.actjs.actctl.Ran;
import io.actjs.actctl.ShelfCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Real shells with the real scripts, and what a real server has to choose from. */
class CompletionTest extends ShelfCommands {
  @TempDir private Path folder;

  /** Candidates of a server that has what the test made; the first answer may be late. */
  private static List<String> candidates(String kind, String word, String... before)
      throws InterruptedException {
    String[] all = new String[before.length + 3];
    all[0] = "__complete";
    all[1] = kind;
    all[2] = word;
    System.arraycopy(before, 0, all, 3, before.length);
    Deadline deadline = new Deadline();
    while (true) {
      String out = ok(all);
      if (!out.isEmpty()) {
        return out.lines().toList();
      }
      deadline.pause("no candidates for " + String.join(" ", all));
    }
  }

  @Test
  void theServerSaysWhichClassesVersionsIdsAndHandlersThereAre() throws Exception {
    publish("1.0.0");
    publish("1.2.0");
    ok("call", name, "alice", "add");
    ok("call", name, "albert", "add");

    assertEquals(List.of(name), candidates("class", name));
    assertEquals(List.of(name + "@"), candidates("ref", name));
    assertEquals(List.of(name + "@1.0.0", name + "@1.2.0"), candidates("class-or-ref", name + "@"));
    assertEquals(List.of("1.0.0", "1.2.0"), candidates("version", "1.", name));
    assertEquals(List.of("albert", "alice"), candidates("id", "al", name));
    assertEquals(List.of("add", "later", "which"), candidates("method", "", name, "alice"));
  }

  @Test
  void whateverIsWrongNothingIsPrintedAndItEndsSoon() throws Exception {
    List<String[]> lines =
        List.of(
            new String[] {"class", "", "--server=http://127.0.0.1:1"},
            new String[] {"class", "", "--server=nonsense"},
            new String[] {"profile", "", "--server=" + daemon.uri()},
            new String[] {"id", "", "--server=" + daemon.uri()},
            new String[] {"no-such-kind", "", "--server=" + daemon.uri()},
            new String[] {"method", "", "NoSuchClass", "--server=" + daemon.uri()});
    for (String[] line : lines) {
      assertNothing(line);
    }
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long began = System.nanoTime();
      assertNothing("class", "", "--server=http://127.0.0.1:" + mute.getLocalPort());
      assertTrue(System.nanoTime() - began < 10_000_000_000L, "a server that does not answer");
    }
  }

  private static void assertNothing(String... line) {
    String[] all = new String[line.length + 1];
    all[0] = "__complete";
    System.arraycopy(line, 0, all, 1, line.length);
    Ran ran = Ran.actctl(all);
    assertEquals(0, ran.exit(), ran.err());
    assertEquals("", ran.out() + ran.err());
  }

  @ParameterizedTest
  @EnumSource(Shell.class)
  void theScriptIsValidInItsShell(Shell shell) throws Exception {
    Path program = program(shell.toString());
    assumeTrue(program != null, shell + " is not installed");
    Path script = folder.resolve("script");
    Files.writeString(script, Ran.actctl("completion", shell.toString()).out());

    Process check =
        new ProcessBuilder("" + program, "-n", "" + script)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("check.log").toFile())
            .start();
    assertTrue(check.waitFor(60, TimeUnit.SECONDS), "checking hangs");
    assertEquals("", Files.readString(folder.resolve("check.log")));
    assertEquals(0, check.exitValue());
  }

  private static Path program(String name) {
    return List.of(System.getenv("PATH").split(":", -1)).stream()
        .map(dir -> Path.of(dir, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "actctl actor wa~ x                     | actor watch x",
        "actctl dead-letter ret~                | dead-letter retry",
        "actctl call --val~ C a m               | call --values C a m",
        "actctl start --isolation pr~           | start --isolation process",
        "actctl start --isolation=pr~           | start --isolation=process",
        "actctl --json act~ list                | --json actor list",
        "actctl --server start actor wat~       | --server start actor watch",
        "actctl help actor insp~                | help actor inspect",
        "actctl completion fi~                  | completion fish",
        "actctl warm~                           | warm",
        "actctl dev some-f~                     | dev some-folder/"
      })
  void inBashATabCompletes(String typed, String ran) throws Exception {
    Files.createDirectory(folder.resolve("some-folder"));
    assertEquals(ran, inBash(typed).replaceAll("\\s+", " ").strip());
  }

  @Test
  void inBashATabAsksTheServerOfTheLine() throws Exception {
    publish("1.0.0");
    ok("call", name, "bob one", "add");
    String options = "--server=" + daemon.uri() + " --token a-token-for-tests ";
    String line = "actctl call " + options + name + " bo~ wh~";
    String wanted = "call " + options + name + " bob one which";

    assertEquals(wanted, inBash(line).strip());
    String reference = "actctl list " + options + name + "@1~";
    assertEquals("list " + options + name + "@1.0.0", inBash(reference).strip());
  }

  /** Types the line into bash on a terminal, ~ for the key tab, and returns what was run. */
  private String inBash(String typed) throws IOException, InterruptedException {
    assumeTrue(program("script") != null, "nothing here opens a terminal");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path ran = folder.resolve("ran");
    Path actctl = bin.resolve("actctl");
    Files.writeString(
        actctl,
        """
        #!/usr/bin/env bash
        if [ "$1" = __complete ]; then
          shift
          exec %s __complete --within 30000 "$@"
        fi
        echo "$*" >'%s'
        """
            .formatted(BuiltProgram.shellCommand(), ran));
    assertTrue(actctl.toFile().setExecutable(true));
    Path script = folder.resolve("completion.bash");
    Files.writeString(script, Ran.actctl("completion", "bash").out());
    Path keys = folder.resolve("keys");
    Files.writeString(keys, "source '" + script + "'\n" + typed.replace('~', '\t') + "\nexit\n");
    Files.deleteIfExists(ran);
    ProcessBuilder builder =
        new ProcessBuilder("script", "-qec", "bash --norc --noprofile -i", "/dev/null")
            .directory(folder.toFile())
            .redirectInput(keys.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("screen").toFile());
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("TERM", "dumb");
    Process bash = builder.start();
    assertTrue(bash.waitFor(60, TimeUnit.SECONDS), "bash hangs");
    assertTrue(Files.exists(ran), () -> "nothing was run: " + screen());
    return Files.readString(ran);
  }

  private String screen() {
    try {
      return Files.readString(folder.resolve("screen"));
    } catch (IOException e) {
      return "" + e;
    }
  }
}
