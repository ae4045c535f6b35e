package io.actjs.actctl.dev;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The packages that folders of classes depend on and that are not installed: npm installs them as
 * the lock file says, without running their scripts. Meanwhile the classes are served. Thread-safe.
 */
public final class NpmPackages implements AutoCloseable {
  private static final String DECLARED = "package.json";
  private static final String LOCK = "package-lock.json";
  private static final List<String> COMMAND =
      List.of("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
  private static final int MOST_DECLARED = 1 << 20;
  private static final int MOST_SAID = 2_000;
  private static final long DEADLINE_S = 300;
  private static final long END_S = 5;

  private final List<Path> folders;
  private final Map<Path, String> states = new ConcurrentHashMap<>();

  /** Guarded by this, as is the other. */
  private @Nullable Process running;

  private boolean closed;

  /**
   * @param folders of classes, as they were typed
   */
  public NpmPackages(List<Path> folders) {
    this.folders = folders;
  }

  /**
   * What to know of the packages of a folder; null when there is nothing.
   *
   * @param folder absolute
   */
  public @Nullable String state(Path folder) {
    return states.get(folder);
  }

  /**
   * Installs what is missing, on a thread of its own, one folder after the other.
   *
   * @param installed runs when there are packages that were not there before
   */
  public void start(Consumer<DevEvent> events, Runnable installed) {
    List<Path> lacking = folders.stream().filter(it -> !missing(it).isEmpty()).toList();
    if (!lacking.isEmpty()) {
      lacking.forEach(it -> states.put(real(it), "npm ci is installing the packages of " + it));
      Thread.ofVirtual()
          .name("actctl-npm")
          .start(() -> lacking.forEach(it -> install(it, events, installed)));
    }
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder.toAbsolutePath().normalize();
    }
  }

  /** The names of the dependencies of a folder with a lock file that are not found from it. */
  private static List<String> missing(Path folder) {
    Path dir = real(folder);
    if (!Files.isRegularFile(dir.resolve(LOCK))) {
      return List.of();
    }
    List<String> missing = new ArrayList<>();
    try (InputStream in = Files.newInputStream(dir.resolve(DECLARED))) {
      String text = new String(in.readNBytes(MOST_DECLARED), StandardCharsets.UTF_8);
      JsonNode dependencies = Json.parse(text).path("dependencies");
      dependencies.fieldNames().forEachRemaining(name -> addIfMissing(dir, name, missing));
    } catch (IOException | RuntimeException e) {
      // Whoever imports one of them is told.
      return List.of();
    }
    return missing;
  }

  private static void addIfMissing(Path dir, String name, List<String> missing) {
    for (Path at = dir; at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("node_modules").resolve(name).resolve(DECLARED))) {
        return;
      }
    }
    missing.add(name);
  }

  private void install(Path folder, Consumer<DevEvent> events, Runnable installed) {
    events.accept(new DevEvent.PackagesMissing(folder, missing(folder)));
    long begin = System.nanoTime();
    String failure = run(real(folder));
    if (isClosed()) {
      return;
    }
    if (failure == null) {
      states.remove(real(folder));
      long tookMs = (System.nanoTime() - begin) / 1_000_000;
      events.accept(new DevEvent.PackagesInstalled(folder, tookMs));
    } else {
      states.put(real(folder), failure);
      events.accept(new DevEvent.PackagesUninstalled(folder, failure));
    }
    // Pages that waited say why they have waited for nothing.
    installed.run();
  }

  /** Null when it went well. */
  private @Nullable String run(Path folder) {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("win");
    List<String> command = new ArrayList<>(List.of(windows ? "npm.cmd" : "npm"));
    command.addAll(COMMAND);
    Path said = null;
    try {
      said = Files.createTempFile("actjs-npm", ".log");
      Process process = begin(command, folder, said);
      if (process == null) {
        return "the server is stopping";
      }
      try {
        boolean ended = process.waitFor(DEADLINE_S, TimeUnit.SECONDS);
        return ended && process.exitValue() == 0
            ? null
            : "npm ci in %s %s%s"
                .formatted(
                    folder,
                    ended ? "failed: " : "took more than " + DEADLINE_S + " s: ",
                    tail(said));
      } finally {
        end(process);
      }
    } catch (IOException e) {
      return "there is no npm on the path: install Node.js, or run npm ci in %s where there is one"
          .formatted(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "it was interrupted";
    } finally {
      delete(said);
    }
  }

  private synchronized @Nullable Process begin(List<String> command, Path folder, Path said)
      throws IOException {
    if (!closed) {
      running =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      running.getOutputStream().close();
    }
    return closed ? null : running;
  }

  /** Nothing of it writes to the folder any more, as far as waiting a little helps. */
  private static void end(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      CompletableFuture.allOf(
              all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(END_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The system ends it when it can.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The end of what it said. */
  private static String tail(Path said) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(said.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - MOST_SAID));
      byte[] bytes = new byte[MOST_SAID];
      int read = Math.max(0, file.read(bytes));
      return new String(bytes, 0, read, StandardCharsets.UTF_8).strip();
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It is in the folder for such files.
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Ends an installation that is under way. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    if (running != null) {
      end(running);
    }
  }
}
