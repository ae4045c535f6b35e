package io.actjs.actjsd.access.hook;

import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a file that was changed compiled, beside the requests, which the old function goes on to
 * answer meanwhile. One that does not compile is left, with a line in the log, until it changes
 * again.
 */
final class HookReload {
  private static final Logger LOG = LoggerFactory.getLogger(HookReload.class);

  /** Milliseconds between two looks at the file. */
  private static final long PAUSE_MS = 500;

  private final HookFile file;
  private final HookThread thread;
  private final Clock clock;
  private final AtomicBoolean compiling = new AtomicBoolean();
  private volatile HookFile.Stamp seen;
  private volatile long lookedAt;

  HookReload(HookFile file, HookThread thread, Clock clock) {
    this.file = file;
    this.thread = thread;
    this.clock = clock;
    // What changed since it was read is found by the first look.
    this.seen = thread.stamp();
  }

  /** Called with each request. */
  void look() {
    long now = clock.steadyMs();
    if (now - lookedAt < PAUSE_MS || !compiling.compareAndSet(false, true)) {
      return;
    }
    lookedAt = now;
    HookFile.Stamp stamp = file.stamp();
    if (stamp.equals(seen)) {
      compiling.set(false);
      return;
    }
    seen = stamp;
    Thread.ofVirtual().name("actjsd-auth-reload").start(this::compile);
  }

  /** Whether a file that was changed is not in use yet, nor refused. */
  boolean isCompiling() {
    return compiling.get();
  }

  private void compile() {
    try {
      HookFunction next = file.read();
      seen = next.stamp();
      thread.replace(next);
    } catch (ActjsException e) {
      LOG.error("auth.ts has changed and cannot be used; the old one goes on: {}", e.detail());
    } finally {
      compiling.set(false);
    }
  }
}
