package io.actjs.engine;

import com.caoccao.javet.exceptions.JavetTerminatedException;
import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.engine.source.Siblings;
import io.actjs.engine.v8.NativeHeap;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The compiler in this process, on a thread of its own: V8 wants a platform thread, callers may be
 * virtual ones.
 */
final class EmbeddedCompiler implements TypeScriptCompiler {
  private static final long CPU_LIMIT_MS = 30_000;
  private static final long HEAP_LIMIT = 1L << 30;
  private static final String KIT = "actjs.d.ts";
  private static final String GLOBALS = "globals.d.ts";
  private static final int SHOWN_DIAGNOSTICS = 3;

  private final Duration idle;
  private final ScheduledThreadPoolExecutor thread;
  private final Watchdog watchdog = new Watchdog(CPU_LIMIT_MS);

  // Written on the thread only.
  private volatile @Nullable Session session;
  private @Nullable Future<?> freeing;

  EmbeddedCompiler(Duration idle) {
    this.idle = idle;
    thread =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("actjs-compiler").unstarted(task));
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public CompiledClass compile(ClassRef ref, String source, Types types, Siblings siblings) {
    JsonNode answer = ask(ref, "compileClass", request(ref, source, types, siblings));
    return new CompiledClass(
        ref,
        answer.path("script").asText(),
        answer.path("sourceMap").asText(),
        answer.path("schemas").asText());
  }

  @Override
  public void check(ClassRef ref, String source, Siblings siblings) {
    var unused = ask(ref, "checkClass", request(ref, source, Types.CHECKED, siblings));
  }

  private static Map<String, ?> request(
      ClassRef ref, String source, Types types, Siblings siblings) {
    return Map.of(
        "name", ref.name(),
        "source", source,
        "types", types.name(),
        "siblings", siblings.sources(),
        "missing", siblings.missing());
  }

  private JsonNode ask(ClassRef ref, String function, Map<String, ?> request) {
    try {
      return thread.submit(() -> askOnThread(ref, function, request)).get();
    } catch (RejectedExecutionException e) {
      throw new ActjsException(
          ProblemCode.ShuttingDown, "the server is stopping; publish again later", e);
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

  private JsonNode askOnThread(ClassRef ref, String function, Map<String, ?> request) {
    if (freeing != null) {
      freeing.cancel(false);
    }
    if (session == null) {
      session = new Session(watchdog);
    }
    try {
      JsonNode answer = session.call(function, request);
      if (answer.has("code")) {
        throw rejected(answer);
      }
      return answer;
    } catch (JavetTerminatedException e) {
      free();
      throw new ActjsException(
          ProblemCode.TypeInvalid,
          "the compiler needed more than %d s or %d MiB for %s: simplify its types, or publish it without the type check"
              .formatted(CPU_LIMIT_MS / 1000, HEAP_LIMIT >> 20, ref));
    } finally {
      freeLater();
    }
  }

  private void freeLater() {
    try {
      freeing = thread.schedule(this::free, idle.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile; close() frees it.
    }
  }

  private static ActjsException rejected(JsonNode answer) {
    JsonNode diagnostics = answer.path("diagnostics");
    String shown =
        StreamSupport.stream(diagnostics.spliterator(), false)
            .limit(SHOWN_DIAGNOSTICS)
            .map(JsonNode::asText)
            .collect(Collectors.joining("; "));
    int rest = diagnostics.size() - SHOWN_DIAGNOSTICS;
    return new ActjsException(
        ProblemCode.valueOf(answer.path("code").asText()),
        rest > 0 ? shown + "; and " + rest + " more" : shown,
        Map.of("diagnostics", diagnostics.toString()),
        null);
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

  @Override
  public void close() {
    if (!thread.isShutdown()) {
      thread.execute(this::free);
      thread.shutdown();
      thread.close();
      watchdog.close();
    }
  }

  /** The loaded compiler, within limits. */
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

    JsonNode call(String function, Map<String, ?> request) throws JavetTerminatedException {
      heap.begin();
      cpu.begin();
      try {
        JsonNode answer = typeScript.call(function, request);
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
      typeScript.close();
    }
  }
}
