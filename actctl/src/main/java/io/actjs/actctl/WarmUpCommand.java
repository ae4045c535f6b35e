package io.actjs.actctl;

import io.actjs.actctl.screen.Failure;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code actctl warm-up}: does once what commands and a daemon do, so that Java can record the
 * classes involved. Given a program that is {@code actctl} as well, it has that be the daemon, and
 * does what short commands do. For the launcher; it uses a free port and a directory of its own.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Exercise everything once, for the launcher.")
final class WarmUpCommand implements Callable<Integer> {
  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class WarmUp extends Actor<{ count: number }> {
        state = { count: 0 };
        @handler('add') add(args: { n: number }): number {
          this.state.count += args.n;
          return this.state.count;
        }
      }
      """;

  private static final String TEST =
      """
      import { expect, test, TestRuntime } from 'actjs/test';
      import { WarmUp } from './WarmUp';
      test('adds', async () => {
        const t = TestRuntime.create({ classes: { WarmUp } });
        expect(await t.actor(WarmUp).call.add({ n: 1 })).toBe(1);
        await t.advanceTime(1);
      });
      """;

  private static final Pattern URL = Pattern.compile("http://[0-9.]+:[0-9]+");

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "PROGRAM", description = "What runs actctl as well.")
  private List<String> program = List.of();

  @Override
  public Integer call() throws IOException {
    Path dir = Files.createTempDirectory("actctl-warm-up");
    try {
      Path source = Files.writeString(dir.resolve("WarmUp.ts"), SOURCE);
      if (program.isEmpty()) {
        try (Daemon daemon = Daemon.start(DaemonConfig.at(dir.resolve("data")).withPort(0))) {
          runCommands(source, "--server=" + daemon.uri());
        }
        Files.writeString(dir.resolve("WarmUp.test.ts"), TEST);
        run("test", dir.toString());
      } else {
        runBesideTheDaemon(source);
      }
      return 0;
    } finally {
      delete(dir);
    }
  }

  private void runBesideTheDaemon(Path source) throws IOException {
    List<String> line = new ArrayList<>(program);
    line.addAll(List.of("start", "--open", "--ephemeral", "--port=0"));
    Process daemon = new ProcessBuilder(line).redirectError(Redirect.INHERIT).start();
    try (BufferedReader told = daemon.inputReader()) {
      Matcher url = URL.matcher(String.valueOf(told.readLine()));
      if (!url.find()) {
        throw new Failure("warm-up: no daemon", null);
      }
      runCommands(source, "--server=" + url.group());
    } finally {
      daemon.destroy();
    }
  }

  private void runCommands(Path source, String server) {
    run("--help");
    run("publish", source.toString(), "--version=1.0.0", server);
    run("list", server);
    run("call", "WarmUp", "one", "add", "{\"n\": 1}", server);
    run("tell", "WarmUp", "one", "add", "{\"n\": 1}", server);
    run("actor", "watch", "WarmUp", "one", "--count=1", server);
    run("actor", "inspect", "WarmUp", "one", server);
    run("__complete", server, "--", "class", "W");
  }

  private void run(String... args) {
    CommandLine line = Actctl.commandLineFor(args);
    line.setOut(spec.commandLine().getOut());
    int code = line.execute(args);
    if (code != 0) {
      throw new Failure("warm-up: actctl " + String.join(" ", args) + " failed", null);
    }
  }

  private static void delete(Path dir) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> walk = Files.walk(dir)) {
      deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
