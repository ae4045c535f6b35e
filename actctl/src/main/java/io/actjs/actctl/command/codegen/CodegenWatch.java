package io.actjs.actctl.command.codegen;

import io.actjs.actctl.dev.FolderChanges;
import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

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
        Map<Path, Stamp> before = stamps();
        work.run();
        // A file that only the work has found may have been changed since it was read.
        stamps()
            .forEach(
                (path, stamp) ->
                    before.putIfAbsent(path, stamp.isOlderThan(begun) ? stamp : Stamp.UNKNOWN));
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
  private Map<Path, Stamp> stamps() {
    Map<Path, Stamp> stamps = new TreeMap<>();
    Set<Path> all = new TreeSet<>(files.get());
    all.addAll(folders());
    all.forEach(it -> stamps.put(it, Stamp.of(it)));
    return stamps;
  }

  /**
   * What changes when a file is written, or when files of a folder come and go.
   *
   * @param size in bytes; 0 of a folder
   */
  private record Stamp(Instant modified, long size) {
    /** Of what is not there. */
    static final Stamp NONE = new Stamp(Instant.EPOCH, -1);

    /** Differs from any other. */
    static final Stamp UNKNOWN = new Stamp(Instant.EPOCH, -2);

    /** The clock of a file system may be as late. */
    private static final Duration LATE = Duration.ofSeconds(1);

    static Stamp of(Path path) {
      try {
        BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class);
        return new Stamp(seen.lastModifiedTime().toInstant(), seen.isDirectory() ? 0 : seen.size());
      } catch (IOException e) {
        return NONE;
      }
    }

    boolean isOlderThan(Instant time) {
      return modified.isBefore(time.minus(LATE));
    }
  }
}
