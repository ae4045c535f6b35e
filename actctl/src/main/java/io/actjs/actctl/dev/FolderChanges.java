package io.actjs.actctl.dev;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to look at a folder again: soon after the file system reports a change, and
 * periodically, because some file systems and some ways of saving report nothing.
 */
public final class FolderChanges implements AutoCloseable {
  private static final long POLL_MS = 500;

  /** A save is often several writes; it is over after this long without one. */
  private static final long QUIET_MS = 40;

  /** A file that is written to all the time is read nevertheless. */
  private static final int MAX_QUIET_WAITS = 10;

  private final WatchService service;
  private final Map<Path, WatchKey> watched = new HashMap<>();
  private volatile boolean nudged;

  private FolderChanges(WatchService service) {
    this.service = service;
  }

  public static FolderChanges of(List<Path> dirs) throws IOException {
    FolderChanges changes = new FolderChanges(FileSystems.getDefault().newWatchService());
    try {
      for (Path dir : dirs) {
        changes.watched.put(dir, changes.register(dir));
      }
    } catch (IOException e) {
      changes.close();
      throw e;
    }
    return changes;
  }

  private WatchKey register(Path folder) throws IOException {
    return folder.register(
        service,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
  }

  /** Watches these folders from now on; one that cannot be watched is looked at periodically. */
  public void watch(Set<Path> folders) {
    for (Path folder : folders) {
      WatchKey known = watched.get(folder);
      if (known == null || !known.isValid()) {
        try {
          watched.put(folder, register(folder));
        } catch (IOException e) {
          watched.remove(folder);
        }
      }
    }
  }

  /** The next time to look comes, as if a change was reported. Any thread may call it. */
  public void nudge() {
    nudged = true;
  }

  /**
   * Waits for the next time to look.
   *
   * @return whether a change was reported, as opposed to time having passed
   * @throws java.nio.file.ClosedWatchServiceException when it is closed, by any thread
   */
  public boolean await() throws InterruptedException {
    boolean reported = drain(service.poll(POLL_MS, TimeUnit.MILLISECONDS));
    boolean quiet = !reported;
    for (int i = 0; i < MAX_QUIET_WAITS && !quiet; i++) {
      quiet = !drain(service.poll(QUIET_MS, TimeUnit.MILLISECONDS));
    }
    boolean asked = nudged;
    nudged = false;
    return reported || asked;
  }

  private static boolean drain(@Nullable WatchKey key) {
    if (key == null) {
      return false;
    }
    // The kind of change does not matter: the folder itself is read. A key that can no longer be
    // reset belongs to a folder that was removed, and reading that fails.
    key.pollEvents();
    key.reset();
    return true;
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
