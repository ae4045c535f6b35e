package io.actjs.storage.sqlite;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.JournalEntry;
import io.actjs.storage.CommitResult;
import io.actjs.storage.KeptOpen;
import io.actjs.storage.StorageDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A driver over a directory that can crash: what a sync has not made safe may be lost, from any
 * byte on.
 */
final class SqliteStore {
  private final Path dataDir;
  private final SqliteOptions options;
  private final SqliteDriver driver;
  private final UnaryOperator<StorageDriver> wrapping;
  private final StorageDriver front;
  private long syncedLog;

  /**
   * @param wrapping puts something in front of the driver
   */
  SqliteStore(Path dataDir, SqliteOptions options, UnaryOperator<StorageDriver> wrapping) {
    this.dataDir = dataDir;
    this.options = options;
    this.wrapping = wrapping;
    this.driver = SqliteDriver.open(dataDir, options);
    this.front = wrapping.apply(new KeptOpen(driver));
    this.syncedLog = logSize();
  }

  SqliteDriver driver() {
    return driver;
  }

  /** What is in front of the driver. */
  StorageDriver front() {
    return front;
  }

  void close() {
    front.close();
    driver.close();
  }

  List<CommitResult> commit(List<JournalEntry> batch) {
    List<CommitResult> results = driver.commit(batch);
    if (results.contains(CommitResult.COMMITTED)) {
      synced();
    }
    return results;
  }

  /** Retaining syncs the log, unless the actor is deleted. */
  void retain(ActorSnapshot beforeMigration, long until) {
    driver.retain(beforeMigration, until);
    ActorHead head = driver.head(beforeMigration.ref());
    if (head == null || head.phase() == ActorHead.Phase.LIVE) {
      synced();
    }
  }

  /** What was written last has synced the log. */
  void synced() {
    syncedLog = logSize();
  }

  /** A checkpoint syncs the log before it uses it. */
  void checkpoint() {
    driver.checkpoint();
    synced();
  }

  private long logSize() {
    try {
      Path log = dataDir.resolve(SqliteDriver.FILE + "-wal");
      return Files.exists(log) ? Files.size(log) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SqliteStore closeAndReopen() {
    close();
    return new SqliteStore(dataDir, options, wrapping);
  }

  /** Opens the directory as a crash would leave it. */
  SqliteStore crash(Path target, Random random) {
    DirectoryCopy.of(driver, dataDir, target);
    close();
    cutLog(target.resolve(SqliteDriver.FILE + "-wal"), random);
    return new SqliteStore(target, options, wrapping);
  }

  /**
   * All that is behind the log's size at the last sync may be missing. A log that was started anew
   * after a checkpoint keeps its size for a while; then nothing is cut.
   */
  private void cutLog(Path log, Random random) {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      long unsynced = channel.size() - syncedLog;
      if (unsynced > 0) {
        channel.truncate(syncedLog + random.nextLong(unsynced + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
