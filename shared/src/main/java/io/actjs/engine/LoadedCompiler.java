package io.actjs.engine;

import com.caoccao.javet.exceptions.JavetTerminatedException;
import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.engine.guard.CpuWatch;
import io.actjs.engine.guard.HeapGuard;
import io.actjs.engine.guard.Watchdog;
import io.actjs.engine.source.ClasspathText;
import io.actjs.engine.source.SourceFiles;
import io.actjs.engine.v8.NativeHeap;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Sha256;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The compiler of this process, on a thread of its own: V8 wants a platform thread, callers may be
 * virtual ones. It is loaded at first use, which takes as long as many compilations, and freed when
 * nobody has used it for a while: soon after the last of its users has left, but not at once,
 * because where one runtime ends the next one often begins.
 */
final class LoadedCompiler {
  /** The only one. */
  static final LoadedCompiler SHARED = new LoadedCompiler();

  private static final long CPU_LIMIT_MS = 30_000;
  private static final long HEAP_LIMIT = 1L << 30;
  private static final String KIT = "actjs.d.ts";
  private static final String GLOBALS = "globals.d.ts";
  private static final Duration WITHOUT_USERS = Duration.ofSeconds(2);
  private static final long THREAD_IDLE_MS = 1_000;

  private final ScheduledThreadPoolExecutor thread;
  private final Watchdog watchdog = new Watchdog(CPU_LIMIT_MS);

  // Written on the thread only.
  private volatile @Nullable Session session;
  private @Nullable Future<?> freeing;

  private int users;

  private LoadedCompiler() {
    thread =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("actjs-compiler").unstarted(task));
    thread.setRemoveOnCancelPolicy(true);
    // The thread of a loaded compiler stays: it waits for the time at which that is freed.
    thread.setKeepAliveTime(THREAD_IDLE_MS, TimeUnit.MILLISECONDS);
    thread.allowCoreThreadTimeOut(true);
  }

  /** As {@link TypeScriptCompiler#build}. */
  static String build() {
    return Sha256.of(
        TypeScript.sources() + Session.declarations(KIT) + Session.declarations(GLOBALS));
  }

  /** Somebody may ask from now on. */
  synchronized void enter() {
    users++;
  }

  /** Who has entered asks no more. */
  synchronized void leave() {
    if (--users == 0 && isLoaded()) {
      thread.execute(() -> freeAfter(WITHOUT_USERS));
    }
  }

  /**
   * What a function of the compiler answers.
   *
   * @param files what it may read
   * @param idle after which time without use it may be freed
   * @throws ActjsException {@code TypeInvalid} when that exceeds a limit; {@code ShuttingDown} when
   *     the thread is interrupted
   */
  JsonNode ask(
      ClassRef ref, String function, Map<String, ?> request, SourceFiles files, Duration idle) {
    try {
      return thread.submit(() -> askOnThread(ref, function, request, files, idle)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ActjsException(ProblemCode.ShuttingDown, "interrupted while compiling " + ref, e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ActjsException problem -> throw problem;
        case null, default -> throw new IllegalStateException("compiling " + ref + " failed", e);
      }
    }
  }

  private JsonNode askOnThread(
      ClassRef ref, String function, Map<String, ?> request, SourceFiles files, Duration idle) {
    if (session == null) {
      session = new Session(watchdog);
    }
    try {
      return session.call(function, request, files);
    } catch (JavetTerminatedException e) {
      free();
      throw new ActjsException(
          ProblemCode.TypeInvalid,
          "the compiler needed more than %d s or %d MiB for %s: simplify its types, or publish it without the type check"
              .formatted(CPU_LIMIT_MS / 1000, HEAP_LIMIT >> 20, ref));
    } finally {
      freeAfter(idle);
    }
  }

  /** Frees it after this time without use, in place of what was said before. */
  private void freeAfter(Duration idle) {
    if (freeing != null) {
      freeing.cancel(false);
    }
    freeing = thread.schedule(this::free, idle.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean isLoaded() {
    return session != null;
  }

  private void free() {
    if (session != null) {
      session.close();
      session = null;
      NativeHeap.trim();
    }
  }

  /** What is loaded, within limits. */
  private static final class Session implements AutoCloseable {
    private final TypeScript typeScript =
        new TypeScript(Map.of(KIT, declarations(KIT), GLOBALS, declarations(GLOBALS)));
    private final HeapGuard heap = new HeapGuard(typeScript.runtime(), HEAP_LIMIT);
    private final CpuWatch cpu =
        new CpuWatch(CPU_LIMIT_MS, () -> typeScript.runtime().terminateExecution());
    private final Watchdog watchdog;

    private static String declarations(String name) {
      return ClasspathText.read("/io/actjs/engine/" + name);
    }

    Session(Watchdog watchdog) {
      this.watchdog = watchdog;
      watchdog.add(cpu);
    }

    JsonNode call(String function, Map<String, ?> request, SourceFiles files)
        throws JavetTerminatedException {
      heap.begin();
      cpu.begin();
      try {
        JsonNode answer = typeScript.call(function, request, files);
        if (heap.exceeded()) {
          throw new JavetTerminatedException(false);
        }
        return answer;
      } finally {
        cpu.end();
        heap.end();
      }
    }

    @Override
    public void close() {
      watchdog.remove(cpu);
      heap.beforeDisposal();
      typeScript.close();
    }
  }
}
