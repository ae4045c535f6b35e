package io.actjs.storage.sqlite.file;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exclusive right to a data directory: a lock of the operating system on its file {@code lock},
 * which ends with the process, however it ends. So a directory is never left locked by a crash.
 * Somebody may delete the file; then the lock on the {@link StoreMark} keeps others out.
 */
public final class DirectoryLock implements AutoCloseable {
  /**
   * The directories of this process. POSIX drops a process's lock on a file when the process closes
   * any channel to that file, so a second attempt must be refused before it opens one.
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);

  /** Where SQLite's shared locks are. */
  private static final long SHARED_FIRST = 0x40000002L;

  private static final long SHARED_SIZE = 510;

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Creates the directory when it does not exist, and locks it.
   *
   * @throws ActjsException {@code DataDirectoryInUse}, or {@code StorageUnavailable} when the
   *     directory cannot be used
   */
  public static DirectoryLock take(Path dataDir) {
    try {
      Path directory = Files.createDirectories(dataDir).toRealPath();
      if (!OURS.add(directory)) {
        throw inUse(directory, "this process");
      }
      try {
        return new DirectoryLock(directory, lock(directory));
      } catch (IOException | RuntimeException e) {
        OURS.remove(directory);
        throw e;
      }
    } catch (IOException e) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable,
          "cannot use the data directory "
              + dataDir.toAbsolutePath()
              + " ("
              + e
              + "): make it a writable directory or choose another with --data",
          e);
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(directory, owner(channel));
      }
      String owner = "process " + ProcessHandle.current().pid();
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Refuses a database that a process has open whose own locks on the directory are gone, because
   * somebody has deleted the files that they were on. An open connection to a database with a
   * write-ahead log holds SQLite's shared lock; this looks for it, so no connection of this process
   * may be open.
   *
   * @throws ActjsException {@code DataDirectoryInUse}
   */
  public static void requireUnused(Path database) {
    if (!Files.exists(database)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE);
        FileLock shared = channel.tryLock(SHARED_FIRST, SHARED_SIZE, false)) {
      if (shared == null) {
        throw inUse(database.toAbsolutePath().getParent(), "another process");
      }
    } catch (IOException e) {
      // Opening the database says what is wrong with it.
      LOG.debug("cannot look for locks on {}", database, e);
    }
  }

  /** Who wrote its name into the file; where locks forbid reading it, nobody in particular. */
  private static String owner(FileChannel channel) {
    ByteBuffer text = ByteBuffer.allocate(64);
    try {
      int length = channel.read(text, 0);
      return length > 0
          ? new String(text.array(), 0, length, StandardCharsets.UTF_8)
          : "another process";
    } catch (IOException unreadable) {
      return "another process";
    }
  }

  static ActjsException inUse(@Nullable Path directory, String owner) {
    return new ActjsException(
        ProblemCode.DataDirectoryInUse,
        owner
            + " has the data directory "
            + directory
            + " open: stop it, or choose another directory with --data");
  }

  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable, "cannot release the lock of " + directory, e);
    } finally {
      OURS.remove(directory);
    }
  }
}
