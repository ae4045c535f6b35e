package io.actjs.actctl.command.codegen;

import io.actjs.actctl.bundle.FileStamp;
import io.actjs.actctl.dev.FolderChanges;
import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does something whenever files have changed, and once before. */
final class CodegenWatch {
  private final Path folder;
  private final Runnable work;
  private final Supplier<Set<Path>> files;

  /**
   * @param folder of the class files
   * @param work says itself what went wrong
   * @param files gives those that the last work depended on
   */
  CodegenWatch(Path folder, Runnable work, Supplier<Set<Path>> files) {
    this.folder = folder;
    this.work = work;
    this.files = files;
  }

  /** Runs until the thread is interrupted. */
  void run() {
    try (FolderChanges changes = FolderChanges.of(List.of(folder))) {
      while (true) {
        Instant begun = Instant.now();
        Map<Path, @Nullable FileStamp> before = stamps();
        work.run();
        FileStamp.addFound(before, stamps(), begun);
        do {
          changes.watch(folders());
          changes.await();
        } while (before.equals(stamps()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new Failure("cannot watch " + folder + ": " + e.getMessage(), e);
    }
  }

  private Set<Path> folders() {
    Set<Path> folders = new TreeSet<>(Set.of(folder.toAbsolutePath().normalize()));
    files.get().forEach(it -> folders.add(it.getParent()));
    folders.removeIf(it -> !Files.isDirectory(it));
    return folders;
  }

  /** Of the files and of their folders, whose times tell of files that come and go. */
  private Map<Path, @Nullable FileStamp> stamps() {
    Map<Path, @Nullable FileStamp> stamps = new TreeMap<>();
    files.get().forEach(it -> stamps.put(it, FileStamp.of(it)));
    folders().forEach(it -> stamps.put(it, FileStamp.ofFolder(it)));
    return stamps;
  }
}
