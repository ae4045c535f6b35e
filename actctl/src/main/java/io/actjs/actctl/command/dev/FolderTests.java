package io.actjs.actctl.command.dev;

import io.actjs.actctl.test.TestFiles;
import io.actjs.actctl.test.TestRun;
import io.actjs.actctl.test.TestScreen;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import picocli.CommandLine.Help.Ansi;

/** Runs the tests of folders as {@code actctl test} does, in the background, once at a time. */
final class FolderTests {
  private static final String LABEL = "  @|bold tests|@      ";

  private final List<Path> folders;
  private final PrintWriter out;
  private final Ansi ansi;
  private final BiConsumer<String, String> notes;
  private final AtomicBoolean running = new AtomicBoolean();

  /**
   * @param out for results
   * @param notes for what there is to say besides, with a label in picocli's markup
   */
  FolderTests(List<Path> folders, PrintWriter out, Ansi ansi, BiConsumer<String, String> notes) {
    this.folders = folders;
    this.out = out;
    this.ansi = ansi;
    this.notes = notes;
  }

  void begin() {
    if (running.compareAndSet(false, true)) {
      Thread.ofPlatform().name("actctl-tests").daemon().start(this::run);
    } else {
      notes.accept(LABEL, "they are running");
    }
  }

  private void run() {
    try {
      List<Path> files = new ArrayList<>();
      for (Path folder : folders) {
        files.addAll(TestFiles.in(folder.toAbsolutePath().normalize()));
      }
      if (files.isEmpty()) {
        notes.accept(LABEL, "there is no test file, *.test.ts, in " + joined());
        return;
      }
      notes.accept(LABEL, "running " + files.size() + (files.size() == 1 ? " file" : " files"));
      TestScreen screen = new TestScreen(out, ansi, Path.of("").toAbsolutePath());
      Path cache = TestFiles.cacheFolder(files.getFirst());
      try (TestRun run = new TestRun(cache, name -> true, screen)) {
        var unused = run.run(files.stream().distinct().toList());
      }
    } catch (IOException | IllegalStateException e) {
      notes.accept(LABEL, "cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.set(false);
    }
  }

  private String joined() {
    return String.join(" or ", folders.stream().map(Path::toString).toList());
  }
}
