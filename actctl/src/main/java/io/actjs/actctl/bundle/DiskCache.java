package io.actjs.actctl.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import io.actjs.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Documents on disk, by a key, for their owner alone: what takes longer to make than to read. A
 * damaged one is as good as none, and where nothing can be written there is none. Thread-safe, also
 * among processes: a document has its name once it is complete.
 */
public final class DiskCache implements AutoCloseable {
  private static final long LARGEST = 8 << 20;
  private static final int SHA_CHARS = 64;

  /** What a removal leaves, so that the next document is not too much again. */
  private static final double KEPT = 0.75;

  private final Path folder;
  private final long mostBytes;
  private volatile boolean hasNew;

  /**
   * @param folder need not exist
   * @param mostBytes of all of them after {@link #trim}; those that were used last are kept
   */
  public DiskCache(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /** Null when there is none that counts. */
  public @Nullable JsonNode find(String key) {
    Path file = fileOf(key);
    try {
      if (Files.size(file) > LARGEST) {
        return null;
      }
      String text = Files.readString(file);
      String document = text.substring(SHA_CHARS);
      if (!text.startsWith(Sha256.of(document))) {
        return null;
      }
      JsonNode found = Json.parse(document);
      used(file);
      return found;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static void used(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // It may be removed sooner. Where nothing can be written, nothing is.
    }
  }

  public void put(String key, JsonNode document) {
    String text = Json.compact(document);
    try {
      Files.createDirectories(folder, owners("rwx------"));
      Path part = Files.createTempFile(folder, "document", ".part", owners("rw-------"));
      try {
        Files.writeString(part, Sha256.of(text) + text);
        Files.move(part, fileOf(key), StandardCopyOption.ATOMIC_MOVE);
        hasNew = true;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      // The next run makes it again.
    }
  }

  /** Trims the cache if anything was put into it. */
  @Override
  public void close() {
    if (hasNew) {
      trim();
    }
  }

  private record Entry(Path file, long bytes, FileTime used) {}

  /** Removes what was used least recently, until the rest is small enough. */
  public void trim() {
    try {
      List<Entry> entries = entries();
      long bytes = entries.stream().mapToLong(Entry::bytes).sum();
      if (bytes <= mostBytes) {
        return;
      }
      entries.sort(Comparator.comparing(Entry::used));
      for (Entry each : entries) {
        if (bytes <= mostBytes * KEPT) {
          return;
        }
        Files.deleteIfExists(each.file());
        bytes -= each.bytes();
      }
    } catch (IOException e) {
      // The next run tries again.
    }
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : (Iterable<Path>) files::iterator) {
        try {
          entries.add(new Entry(each, Files.size(each), Files.getLastModifiedTime(each)));
        } catch (NoSuchFileException e) {
          // Another process removed it.
        }
      }
    }
    return entries;
  }

  private Path fileOf(String key) {
    return folder.resolve(Sha256.of(key) + ".json");
  }

  private FileAttribute<?>[] owners(String permissions) {
    boolean isPosix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
