package io.actjs.actctl.command.dev;

import io.actjs.actctl.command.server.AdminAccess;
import io.actjs.actctl.credential.Credentials;
import io.actjs.actctl.dev.DevEvent;
import io.actjs.actctl.dev.DevLoop;
import io.actjs.actctl.dev.NpmPackages;
import io.actjs.actctl.page.DevPages;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.Instruments;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.runtime.RuntimeStats;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The server of a session, which can be exchanged for another one at the same address and over the
 * same data: what {@code actctl dev} would be if it was stopped and run again.
 */
final class DevServer implements AutoCloseable {
  /** Loading the compiler takes longer than all other work for a saved file. */
  static final Duration COMPILER_IDLE = Duration.ofHours(12);

  private final List<Path> folders;
  private final @Nullable Path types;
  private final DaemonConfig config;
  private final InspectOption inspect;
  private final TwiceOption twice;
  private final Consumer<String> warnings;
  private final NpmPackages packages;
  private final DevPages pages;
  private final URI uri;
  private volatile Daemon daemon;

  /** Guards the receiver of events alone: whoever closes this may wait for one who tells it. */
  private final Object showing = new Object();

  /** Those of {@link #run}; what is found before is of no version that it has shown. */
  private volatile Consumer<DevEvent> shown = event -> {};

  /** Guarded by this; null while files are not followed. */
  private @Nullable DevLoop loop;

  /** Guarded by this. */
  private boolean closed;

  private DevServer(
      List<Path> folders,
      @Nullable Path types,
      DaemonConfig config,
      InspectOption inspect,
      TwiceOption twice,
      Consumer<String> warnings) {
    this.folders = folders;
    this.types = types;
    this.inspect = inspect;
    this.twice = twice;
    this.warnings = warnings;
    this.packages = new NpmPackages(folders);
    this.pages = new DevPages(folders, packages);
    this.daemon = daemon(config);
    this.config = config.withPort(daemon.port());
    this.uri = daemon.uri();
  }

  /**
   * @param types where the types for clients are kept current; null for nowhere
   * @param inspect whether debuggers may attach
   * @param twice which turns are repeated
   * @param warnings receives what the user should know
   */
  static DevServer start(
      List<Path> folders,
      @Nullable Path types,
      DaemonConfig config,
      InspectOption inspect,
      TwiceOption twice,
      Consumer<String> warnings) {
    return new DevServer(folders, types, config, inspect, twice, warnings);
  }

  private Daemon daemon(DaemonConfig with) {
    AdminAccess access = new AdminAccess(with, Credentials.ofUser(), warnings);
    try {
      Instruments instruments = inspect.instruments(with, folders).with(pages);
      return Daemon.start(with, access::ensure, twice.on(instruments, it -> shown.accept(it)));
    } catch (RuntimeException | Error e) {
      inspect.release();
      pages.close();
      throw e;
    }
  }

  URI uri() {
    return uri;
  }

  /** Of the server that runs now, or did until a moment ago. */
  RuntimeStats stats() {
    return daemon.runtime().stats();
  }

  /**
   * Follows the files until this is closed or the thread is interrupted.
   *
   * @param events receives one after the other, on several threads
   * @param restarted is told when another server runs, and the milliseconds that took
   * @throws IOException when a folder can no longer be read
   */
  void run(Consumer<DevEvent> events, LongConsumer restarted)
      throws IOException, InterruptedException {
    Consumer<DevEvent> inTurn =
        event -> {
          synchronized (showing) {
            events.accept(event);
          }
        };
    shown = inTurn;
    packages.start(inTurn, this::lookAgain);
    for (DevLoop next = follow(inTurn); next != null; next = follow(inTurn)) {
      next.run();
      long begin = System.nanoTime();
      if (exchange()) {
        restarted.accept((System.nanoTime() - begin) / 1_000_000);
      }
    }
  }

  private synchronized void lookAgain() {
    pages.reload();
    if (loop != null) {
      loop.lookAgain();
    }
  }

  private synchronized @Nullable DevLoop follow(Consumer<DevEvent> events) {
    TypeScriptCompiler compiler = closed ? null : TypeScriptCompiler.open(COMPILER_IDLE);
    loop =
        compiler == null ? null : new DevLoop(folders, types, daemon.runtime(), compiler, events);
    return loop;
  }

  /** False when this is closed. Whoever closes this waits until it is done. */
  private synchronized boolean exchange() {
    loop = null;
    if (!closed) {
      inspect.release();
      pages.pause();
      daemon.close();
      pages.resume();
      daemon = daemon(config);
    }
    return !closed;
  }

  /** Has another server take the place of this one; false while that is under way already. */
  synchronized boolean restart() throws IOException {
    return !closed && endLoop();
  }

  private boolean endLoop() throws IOException {
    DevLoop following = loop;
    loop = null;
    if (following != null) {
      following.end();
    }
    return following != null;
  }

  /** Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    try {
      var unused = endLoop();
    } catch (IOException e) {
      // Then files are followed until the process ends.
    }
    inspect.release();
    packages.close();
    pages.close();
    daemon.close();
  }
}
