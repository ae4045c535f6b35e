package io.actjs.actctl.page;

import io.actjs.actctl.bundle.FileStamp;
import io.actjs.actctl.dev.FolderChanges;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the generations of the files, and tells pages which one is current: a stream of events
 * for each browser.
 */
final class PageChanges implements AutoCloseable {
  private static final int MOST_STREAMS = 64;

  /** So often a stream says something, so that its end is noticed. */
  private static final long KEEP_ALIVE_MS = 5_000;

  /** Milliseconds after which a browser asks again. */
  private static final String OPENING = "retry: 500\n\n";

  private final List<PublicFolder> folders;
  private final Supplier<Set<Path>> inputs;
  private final FolderChanges watch;
  private final Semaphore places = new Semaphore(MOST_STREAMS);
  private Map<Path, @Nullable FileStamp> content;

  /** Of two sessions no generation is the same. Guarded by this, as are the others. */
  private long generation = System.currentTimeMillis();

  private String message;
  private boolean paused;

  /**
   * @param inputs files elsewhere that pages depend on
   */
  PageChanges(List<PublicFolder> folders, Supplier<Set<Path>> inputs) throws IOException {
    this.folders = folders;
    this.inputs = inputs;
    this.content = look();
    this.message = data("{\"generation\":%d}".formatted(generation));
    this.watch = FolderChanges.of(List.of());
    Thread.ofVirtual().name("actctl-pages").start(this::follow);
  }

  private static String data(String json) {
    return "data: " + json + "\n\n";
  }

  synchronized long generation() {
    return generation;
  }

  private Map<Path, @Nullable FileStamp> look() {
    Map<Path, @Nullable FileStamp> all = new HashMap<>();
    folders.forEach(folder -> all.putAll(folder.content()));
    inputs.get().forEach(file -> all.put(file, FileStamp.of(file)));
    return all;
  }

  private void follow() {
    try {
      while (true) {
        Set<Path> watched = new HashSet<>();
        content.forEach((path, stamp) -> watched.add(stamp == null ? path : folderOf(path)));
        watch.watch(watched);
        watch.await();
        compare(look());
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      // It is over.
    }
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private void compare(Map<Path, @Nullable FileStamp> now) {
    Set<Path> changed = new HashSet<>();
    for (Map.Entry<Path, @Nullable FileStamp> each : now.entrySet()) {
      // What a page has begun to depend on is no change.
      boolean known = content.containsKey(each.getKey()) || !inputs.get().contains(each.getKey());
      if (known && !Objects.equals(content.get(each.getKey()), each.getValue())) {
        changed.add(each.getKey());
      }
    }
    for (Map.Entry<Path, @Nullable FileStamp> each : content.entrySet()) {
      if (each.getValue() != null && !now.containsKey(each.getKey())) {
        changed.add(each.getKey());
      }
    }
    content = now;
    if (!changed.isEmpty()) {
      tell(changed.stream().allMatch(it -> it.toString().endsWith(".css")));
    }
  }

  /** Tells pages to load themselves again. */
  void reload() {
    tell(false);
  }

  /**
   * @param styles whether it is about style sheets alone
   */
  private synchronized void tell(boolean styles) {
    message =
        data(
            "{\"generation\":%d,\"from\":%d,\"styles\":%b}"
                .formatted(generation + 1, generation, styles));
    generation++;
    notifyAll();
  }

  /**
   * Answers with a stream until its reader leaves or this is paused.
   *
   * @throws ActjsException {@code CapacityExhausted} when there are too many
   */
  void stream(HttpServletResponse response) throws IOException, InterruptedException {
    if (!places.tryAcquire()) {
      throw new ActjsException(
          ProblemCode.CapacityExhausted,
          MOST_STREAMS + " browsers follow the pages already; close one");
    }
    try {
      response.setStatus(200);
      response.setContentType("text/event-stream; charset=utf-8");
      response.setHeader("Cache-Control", "no-cache, no-transform");
      OutputStream out = response.getOutputStream();
      write(OPENING, out);
      long told = 0;
      for (Next next = next(told); next != null; next = next(told)) {
        write(next.message, out);
        told = next.generation;
      }
    } finally {
      places.release();
    }
  }

  private record Next(long generation, String message) {}

  /** What comes after a generation, or a sign of life; null when the stream is to end. */
  private synchronized @Nullable Next next(long told) throws InterruptedException {
    long end = System.nanoTime() + KEEP_ALIVE_MS * 1_000_000;
    long left = KEEP_ALIVE_MS;
    while (!paused && generation == told && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    if (paused) {
      return null;
    }
    return generation == told ? new Next(told, ":\n\n") : new Next(generation, message);
  }

  private static void write(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Ends all streams; their browsers come back, each to be sent away until {@link #resume}. */
  synchronized void pause() {
    paused = true;
    notifyAll();
  }

  synchronized void resume() {
    paused = false;
  }

  /** Idempotent. */
  @Override
  public void close() {
    pause();
    try {
      watch.close();
    } catch (IOException e) {
      // Then files are followed until the process ends.
    }
  }
}
