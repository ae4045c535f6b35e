package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs in the page about calling actors run in Node and do what the page says. Needs Node
 * and npm; without them nothing is tested.
 */
class CallingDocTest {
  private static final Pattern FILE = Pattern.compile("(?ms)^```js\\n// (\\S+\\.mjs)\\n(.*?)^```$");
  private static final Pattern SHOWN = Pattern.compile("(?ms)^\\$ node (\\S+)\\n(.*?)^```$");
  private static final Path TEMPLATE =
      Path.of("src/main/resources/io/actjs/actctl/templates/counter/Counter.ts");
  private static final long RUN_S = 60;

  private static Daemon daemon;
  private static String page;
  @TempDir private static Path dir;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    assumeTrue(Npm.install(dir), "npm installs nothing here");
    page = Files.readString(Path.of("../docs/calling.md"));
    Matcher file = FILE.matcher(page);
    while (file.find()) {
      Files.writeString(dir.resolve(file.group(1)), file.group(2));
    }
    daemon = serve(0);
    Ran ran = actctl("publish", TEMPLATE.toString(), "--version=1.0.0");
    assertEquals(0, ran.exit(), ran.err());
  }

  private static Daemon serve(int port) {
    return Daemon.start(DaemonConfig.at(dir.resolve("data")).withPort(port));
  }

  private static Ran actctl(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--server=" + daemon.uri();
    return Ran.actctl(all);
  }

  @AfterAll
  static void stop() {
    if (daemon != null) {
      daemon.close();
    }
  }

  @Test
  void theProgramsPrintWhatThePageShows() throws IOException, InterruptedException {
    Matcher shown = SHOWN.matcher(page);
    int programs = 0;
    while (shown.find()) {
      assertEquals(shown.group(2).strip(), printedBy(node(shown.group(1)), shown.group(1)));
      programs++;
    }
    assertEquals(2, programs);
  }

  @Test
  void aStateIsFollowedAcrossARestartOfTheServer() throws IOException, InterruptedException {
    assertEquals("4", actctl("call", "Counter", "across", "add", "{\"by\": 4}").out());
    Files.writeString(
        dir.resolve("across.mjs"),
        """
        import { follow } from './follow.mjs';
        const stop = follow({ class: 'Counter', id: 'across' }, (state, error) => {
          console.log(error?.message ?? state.count);
          if (state.count === 9) { stop(); }
        });
        """);
    Process program = node("across.mjs");
    try {
      Deadline deadline = new Deadline();
      while (!Files.readString(dir.resolve("across.mjs.txt")).equals("4\n")) {
        deadline.pause("the state is not followed");
      }
      int port = daemon.uri().getPort();
      daemon.close();
      daemon = serve(port);
      assertEquals("9", actctl("call", "Counter", "across", "add", "{\"by\": 5}").out());
      assertEquals("4\n9", printedBy(program, "across.mjs"));
    } finally {
      program.destroyForcibly();
    }
  }

  /** A program that has begun, with its output in a file beside it. */
  private static Process node(String file) throws IOException {
    ProcessBuilder builder =
        // Node 22 has WebSocket without being asked.
        new ProcessBuilder("node", "--experimental-websocket", "--no-warnings", file)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve(file + ".txt").toFile());
    builder.environment().put("ACTJS_URL", daemon.uri().toString());
    return builder.start();
  }

  /** What it prints until it ends by itself. */
  private static String printedBy(Process program, String file)
      throws IOException, InterruptedException {
    try {
      assertTrue(program.waitFor(RUN_S, TimeUnit.SECONDS), () -> file + " does not end");
      return Files.readString(dir.resolve(file + ".txt"), StandardCharsets.UTF_8).strip();
    } finally {
      program.destroyForcibly();
    }
  }
}
