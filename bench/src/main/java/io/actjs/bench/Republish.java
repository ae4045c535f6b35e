package io.actjs.bench;

import io.actjs.bench.server.ChildProcess;
import io.actjs.bench.server.Http;
import io.actjs.bench.server.Launcher;
import io.actjs.bench.server.Ports;
import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * From saving a class, or a module that it imports, under {@code actctl dev} to the first answer of
 * an actor that exists by the saved code. The daemon is started by its launcher and keeps its data
 * on the disk; files are saved so far apart that the type check of one is over when the next is
 * saved.
 */
final class Republish implements Figure {
  private static final long INSTALL_S = 120;
  private static final double BELOW_MS = 150;
  private static final int SAVES_A_ROUND = 10;
  private static final long BETWEEN_SAVES_NANOS = 1_500_000_000L;
  private static final long POLL_NANOS = 500_000L;
  private static final long GIVE_UP_NANOS = 60_000_000_000L;

  private final @Nullable String npmPackage;
  private final String use;

  private Republish(@Nullable String npmPackage, String use) {
    this.npmPackage = npmPackage;
    this.use = use;
  }

  /** Of a class that imports nothing but the kit. */
  static Republish alone() {
    return new Republish(null, "");
  }

  /** Of a class with two modules and a small package; what is saved is the deeper module. */
  static Republish withSmallPackage() {
    return new Republish("nanoid@5.1.6", "import { nanoid as used } from 'nanoid';");
  }

  /** The same with a large package. */
  static Republish withLargePackage() {
    return new Republish("zod@4.1.12", "import { z as used } from 'zod';");
  }

  @Override
  public String name() {
    return npmPackage == null ? "republish" : "republish-" + npmPackage.replaceFirst("@.*", "");
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Path directory = Files.createDirectories(lab.options().directory().resolve(name()));
    Path folder = Files.createDirectories(directory.resolve("classes"));
    install(folder);
    save(folder, "first");
    int port = Ports.free();
    List<String> command =
        Launcher.command(
            "dev",
            folder.toString(),
            "--port",
            "" + port,
            "--data",
            "" + directory.resolve("data"));
    List<Double> millis = new ArrayList<>();
    try (ChildProcess process = ChildProcess.start(command, directory.resolve("dev.log"))) {
      awaitStart(process, port);
      // The first saves pay for what is loaded and compiled once.
      for (int i = -2; i < SAVES_A_ROUND * lab.options().rounds(); i++) {
        LockSupport.parkNanos(BETWEEN_SAVES_NANOS);
        String mark = "save-" + i;
        long begin = System.nanoTime();
        save(folder, mark);
        awaitMark(port, mark, begin);
        if (i >= 0) {
          millis.add((System.nanoTime() - begin) / 1e6);
        }
      }
    }
    double median = Median.of(millis);
    return List.of(
        new FigureLine(name())
            .value(median, "ms")
            .with("max", Collections.max(millis))
            .with("saves", millis.size())
            .target("< " + BELOW_MS, median < BELOW_MS));
  }

  private void save(Path folder, String mark) throws IOException {
    if (npmPackage != null) {
      Files.writeString(folder.resolve("text.ts"), "export const MARK = '%s';\n".formatted(mark));
      return;
    }
    Files.writeString(
        folder.resolve("Mark.ts"),
        """
        import { Actor, handler } from 'actjs';
        export class Mark extends Actor<{ calls: number }> {
          state = { calls: 0 };
          @handler('mark') mark(): string { this.state.calls += 1; return '%s'; }
        }
        """
            .formatted(mark));
  }

  /** The class that does not change, and its package. */
  private void install(Path folder) throws IOException {
    if (npmPackage == null) {
      return;
    }
    Files.writeString(folder.resolve("package.json"), "{\"private\": true}");
    Process npm =
        new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", npmPackage)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolveSibling("npm.log").toFile())
            .start();
    try {
      if (!npm.waitFor(INSTALL_S, TimeUnit.SECONDS) || npm.exitValue() != 0) {
        throw new BenchFailure("npm cannot install " + npmPackage + " here");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted");
    } finally {
      npm.destroyForcibly();
    }
    Files.writeString(
        folder.resolve("answer.ts"),
        """
        import { MARK } from './text';
        export function answer(): string { return MARK; }
        """);
    Files.writeString(
        folder.resolve("Mark.ts"),
        """
        import { Actor, handler } from 'actjs';
        import { answer } from './answer';
        %s
        export class Mark extends Actor<{ calls: number; used: string }> {
          state = { calls: 0, used: typeof used };
          @handler('mark') mark(): string { this.state.calls += 1; return answer(); }
        }
        """
            .formatted(use));
  }

  private static void awaitStart(ChildProcess process, int port) throws IOException {
    long end = System.nanoTime() + GIVE_UP_NANOS;
    while (!Ports.isOpen(port)) {
      process.requireAlive();
      requireTime(end);
    }
    boolean published = false;
    while (!published) {
      requireTime(end);
      try {
        published = Http.post(port, "/v1/actors/Mark/one/mark", "{}").contains("\"first\"");
      } catch (BenchFailure e) {
        process.requireAlive();
      }
    }
  }

  private static void awaitMark(int port, String mark, long begin) throws IOException {
    while (!Http.post(port, "/v1/actors/Mark/one/mark", "{}").contains('"' + mark + '"')) {
      requireTime(begin + GIVE_UP_NANOS);
    }
  }

  private static void requireTime(long end) {
    if (System.nanoTime() > end) {
      throw new BenchFailure("the saved code does not run after " + GIVE_UP_NANOS / 1e9 + " s");
    }
    LockSupport.parkNanos(POLL_NANOS);
  }
}
