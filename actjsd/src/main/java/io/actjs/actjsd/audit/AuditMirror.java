package io.actjs.actjsd.audit;

import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.storage.audit.AuditStore;
import io.actjs.storage.audit.ChainPoint;
import io.actjs.storage.audit.ChainedEntry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the audit to a directory that somebody else can guard, entry by entry in its order, a
 * moment after the store has them. It goes on behind the last entry that is there: after a restart
 * there is neither a gap nor a repetition. While the directory or the store cannot be used, it
 * tries again; the server serves meanwhile.
 */
public final class AuditMirror implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditMirror.class);
  private static final long PAUSE_MS = 250;
  private static final long PAUSE_AFTER_FAILURE_MS = 2_000;
  private static final long CLOSE_MS = 5_000;

  /** Entries, and characters, that are synced at once. */
  private static final int PAGE = 500;

  private static final int PAGE_CHARS = 1 << 20;

  private final AuditStore audit;
  private final Path directory;
  private final MirrorFiles files;
  private final Clock clock;
  private final FileChannel lock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** What the directory has; null when that has to be read again. */
  private @Nullable ChainPoint last;

  private boolean failing;

  private AuditMirror(
      AuditStore audit, Path directory, Clock clock, FileChannel lock, ChainPoint last) {
    this.audit = audit;
    this.directory = directory;
    this.files = new MirrorFiles(directory);
    this.clock = clock;
    this.lock = lock;
    this.last = last;
    this.thread = Thread.ofPlatform().name("actjs-audit-mirror").daemon().unstarted(this::run);
  }

  /**
   * Starts to mirror.
   *
   * @param directory is made when it does not exist
   * @throws ActjsException {@code SchemaInvalid} when the directory cannot be used or has the
   *     mirror of another audit; {@code DataDirectoryInUse} when another server mirrors to it
   */
  public static AuditMirror start(AuditStore audit, Path directory, Clock clock) {
    FileChannel lock = null;
    try {
      Files.createDirectories(directory);
      lock = lock(directory);
      ChainPoint last = new MirrorFiles(directory).last();
      requireSame(audit, directory, last);
      AuditMirror mirror = new AuditMirror(audit, directory, clock, lock, last);
      mirror.thread.start();
      return mirror;
    } catch (IOException e) {
      release(lock);
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "cannot mirror the audit to " + directory + ": " + e + "; choose another directory",
          e);
    } catch (RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      release(channel);
      throw new ActjsException(
          ProblemCode.DataDirectoryInUse,
          "another server mirrors its audit to " + directory + ": choose another directory");
    }
    return channel;
  }

  private static void release(@Nullable FileChannel lock) {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        LOG.warn("the lock of the audit's mirror was not released: {}", e.toString());
      }
    }
  }

  private static void requireSame(AuditStore audit, Path directory, ChainPoint last) {
    if (last.ordinal() == 0) {
      return;
    }
    List<ChainedEntry> there = audit.after(last.ordinal() - 1, 1);
    boolean known = !there.isEmpty() && there.getFirst().ordinal() == last.ordinal();
    boolean same =
        known
            ? there.getFirst().point().equals(last)
            : audit.ends().base().ordinal() >= last.ordinal();
    if (!same) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "the mirror in "
              + directory
              + " has an entry "
              + last.ordinal()
              + " that the store does not have: it is of another store, or this one was restored"
              + " from a backup. Choose another directory, or move the files away");
    }
  }

  private void run() {
    boolean open = true;
    while (open) {
      open = !awaitClosing(failing ? PAUSE_AFTER_FAILURE_MS : PAUSE_MS);
      try {
        catchUp();
        if (failing) {
          LOG.info("the audit is mirrored to {} again", directory);
        }
        failing = false;
      } catch (IOException | ActjsException e) {
        // What the directory has of the last page is looked up before the next attempt.
        last = null;
        if (!failing) {
          LOG.error("the audit is not mirrored to {} for now: {}", directory, e.toString());
        }
        failing = true;
      }
    }
  }

  private boolean awaitClosing(long ms) {
    try {
      return closing.await(ms, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private void catchUp() throws IOException {
    ChainPoint at = last == null ? files.last() : last;
    List<ChainedEntry> page = audit.after(at.ordinal(), PAGE);
    while (!page.isEmpty()) {
      at = mirror(at, page);
      last = at;
      page = audit.after(at.ordinal(), PAGE);
    }
    last = at;
  }

  /** Returns the last entry that fitted. */
  private ChainPoint mirror(ChainPoint from, List<ChainedEntry> page) throws IOException {
    long first = page.getFirst().ordinal();
    if (first != from.ordinal() + 1) {
      LOG.warn(
          "entries {} to {} of the audit are gone and were not mirrored",
          from.ordinal() + 1,
          first - 1);
    }
    StringBuilder lines = new StringBuilder();
    ChainPoint at = from;
    for (ChainedEntry entry : page) {
      if (lines.length() < PAGE_CHARS) {
        AuditJson.append(entry, lines);
        lines.append('\n');
        at = entry.point();
      }
    }
    files.append(clock.nowMs(), lines.toString());
    return at;
  }

  /** Mirrors what the store has by now, and ends. The store has to be open. */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (!thread.join(Duration.ofMillis(CLOSE_MS))) {
        LOG.warn("the audit's mirror in {} has not ended in time", directory);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    release(lock);
  }
}
