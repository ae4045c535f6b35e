package io.actjs.actctl.command.codegen;

import io.actjs.actctl.dev.FolderChanges;
import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
        Map<Path, String> before = stamps();
        work.run();
        // What the work has found out may be changed from now on.
        stamps().forEach(before::putIfAbsent);
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
  private Map<Path, String> stamps() {
    Map<Path, String> stamps = new TreeMap<>();
    Set<Path> all = new TreeSet<>(files.get());
    all.addAll(folders());
    all.forEach(it -> stamps.put(it, stamp(it)));
    return stamps;
  }

  private static String stamp(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      String size = attributes.isDirectory() ? "" : " " + attributes.size();
      return attributes.lastModifiedTime() + size;
    } catch (IOException e) {
      return "none";
    }
  }
}
