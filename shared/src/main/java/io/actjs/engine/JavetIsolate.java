package io.actjs.engine;

import com.caoccao.javet.enums.JavetPromiseRejectEvent;
import com.caoccao.javet.exceptions.JavetCompilationException;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.exceptions.JavetExecutionException;
import com.caoccao.javet.exceptions.JavetScriptingError;
import com.caoccao.javet.exceptions.JavetTerminatedException;
import com.caoccao.javet.interop.V8Locker;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.V8Value;
import com.caoccao.javet.values.primitive.V8ValueBoolean;
import com.caoccao.javet.values.reference.V8ValueArrayBuffer;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.caoccao.javet.values.reference.V8ValuePromise;
import io.actjs.engine.guard.CpuWatch;
import io.actjs.engine.guard.HeapGuard;
import io.actjs.engine.guard.Watchdog;
import io.actjs.engine.inspect.InspectedIsolate;
import io.actjs.engine.inspect.Inspection;
import io.actjs.engine.source.ClasspathText;
import io.actjs.engine.v8.V8;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An isolate in this process. Its V8 lock is held by its thread for as long as it lives, so that a
 * step costs two JNI crossings and nothing else.
 */
final class JavetIsolate implements TextIsolate {
  private static final String PRELUDE = "/io/actjs/engine/isolate-prelude.js";

  /** Read once: where isolates have processes of their own, no file can be opened later. */
  private static final String PRELUDE_TEXT = ClasspathText.read(PRELUDE);

  private static final SecureRandom CHANCE = new SecureRandom();
  private static final V8Value[] NO_VALUES = {};

  private final Thread owner = Thread.currentThread();
  private final EngineLimits limits;
  private final Watchdog watchdog;
  private final V8Runtime runtime;

  /** Null where others enter the isolate, too: then each entry takes it. */
  private final @Nullable V8Locker lock;

  private final @Nullable InspectedIsolate inspected;
  private final HeapGuard heap;
  private final CpuWatch cpu;
  private final long stepCpuMs;
  private final V8ValueObject kernel;
  private final V8ValueFunction step;
  private final V8ValueFunction goOn;
  private final Entry next = this::goOn;
  private final V8ValueFunction take;
  private final V8ValueFunction rejectionChanged;
  private final TurnMark mark;

  /** Whether a promise was rejected that nobody handled at the time, since the last step. */
  private boolean rejected;

  JavetIsolate(
      EngineLimits limits,
      Watchdog watchdog,
      String script,
      TurnMark mark,
      @Nullable Inspection inspection) {
    if (owner.isVirtual()) {
      throw new IllegalStateException("an isolate belongs to a platform thread");
    }
    this.limits = limits;
    this.watchdog = watchdog;
    this.mark = mark;
    // One step may spend a slice on cheap commands before it begins the one that runs for long.
    stepCpuMs = limits.handlerCpuMs() + limits.sliceMs();
    runtime = V8.newRuntime();
    try {
      lock = inspection != null && inspection.sharesLock() ? null : runtime.getV8Locker();
      heap = new HeapGuard(runtime, limits.heapBytes());
      runtime.getExecutor(PRELUDE_TEXT).setResourceName(PRELUDE).executeVoid();
      kernel = runtime.getExecutor(script).setResourceName("kernel.js").execute();
      try (V8ValueArrayBuffer memory = runtime.createV8ValueArrayBuffer(mark.memory())) {
        kernel.invokeVoid("configure", kernelLimits(limits), seed(), memory);
      }
      step = kernel.get("step");
      goOn = kernel.get("goOn");
      rejectionChanged = kernel.get("rejectionChanged");
      runtime.setPromiseRejectCallback(this::rejected);
      take = kernel.get("take");
    } catch (JavetException e) {
      throw new IllegalStateException("the kernel does not load: " + e.getMessage(), e);
    }
    cpu = new CpuWatch(stepCpuMs, runtime::terminateExecution);
    inspected = inspection == null ? null : inspection.open(runtime, cpu);
    watchdog.add(cpu);
  }

  private void rejected(JavetPromiseRejectEvent event, V8ValuePromise promise, V8Value reason) {
    try {
      switch (event) {
        case PromiseRejectWithNoHandler -> {
          rejected = true;
          rejectionChanged.callVoid(null, false, promise, reason);
        }
        case PromiseHandlerAddedAfterReject ->
            rejectionChanged.callVoid(null, true, promise, reason);
        case PromiseRejectAfterResolved, PromiseResolveAfterResolved -> {} // Of no effect.
      }
    } catch (JavetTerminatedException e) {
      // The end of the kernel's code here was meant for the code that rejected, and reaches it by
      // no other way.
      runtime.terminateExecution();
    } catch (JavetException e) {
      // The code is being stopped: its turn is answered with that.
    }
  }

  /** What the isolate's chance begins with: 32 bytes. */
  private static String seed() {
    byte[] seed = new byte[32];
    CHANCE.nextBytes(seed);
    return HexFormat.of().formatHex(seed);
  }

  private static String kernelLimits(EngineLimits limits) {
    return """
        {"stateChars":%d,"changeChars":%d,"outboxMessages":%d,"resultChars":%d,"argsChars":%d,\
        "emitChars":%d,"logChars":%d,"sliceMs":%d,"heapBytes":%d,"tags":%d,"tagBytes":%d,\
        "strictTypes":%b,"denyByDefault":%b}"""
        .formatted(
            limits.stateChars(),
            limits.changeChars(),
            limits.outboxMessages(),
            limits.resultChars(),
            limits.argsChars(),
            limits.emitChars(),
            limits.logChars(),
            limits.sliceMs(),
            limits.heapBytes(),
            limits.tags(),
            limits.tagBytes(),
            limits.strictTypes(),
            limits.denyByDefault());
  }

  @Override
  public TurnMark mark() {
    return mark;
  }

  @Override
  public long cpuNanos() {
    return cpu.threadNanos();
  }

  @Override
  public String step(Step commands) {
    requireOwner();
    try {
      return run(commands) ? abandon() : taken();
    } catch (JavetException e) {
      throw new IllegalStateException("the kernel failed: " + e.getMessage(), e);
    }
  }

  /**
   * Runs the commands, in as many entries as there are handlers that await, each with the
   * microtasks after it; tells whether a limit stopped them.
   */
  private boolean run(Step commands) throws JavetException {
    Entry entry =
        () ->
            step.callExtended(
                null,
                true,
                runtime.createV8ValueString(commands.frame()),
                runtime.createV8ValueInteger(commands.room()),
                runtime.createV8ValueInteger(commands.epoch()),
                runtime.createV8ValueDouble((double) commands.nowMs()));
    boolean goesOn = true;
    boolean stopped = false;
    while (goesOn && !stopped) {
      goesOn = false;
      beginGuarded(stepCpuMs);
      try {
        goesOn = ((V8ValueBoolean) entry.call()).getValue();
        if (rejected) {
          rejected = false;
          kernel.invokeVoid("tellRejections");
        }
      } catch (JavetTerminatedException e) {
        // Which limit it was is what the guards tell.
      } finally {
        stopped = endGuarded();
      }
      entry = next;
    }
    return stopped;
  }

  /** An entry into V8; the microtasks have run when it returns. */
  private interface Entry {
    V8Value call() throws JavetException;
  }

  private V8Value goOn() throws JavetException {
    return goOn.callExtended(null, true, NO_VALUES);
  }

  private String taken() throws JavetException {
    try (V8Value answer = take.callExtended(null, true, NO_VALUES)) {
      return answer.asString();
    }
  }

  /** Makes the isolate usable again after a termination; gives the outcomes. */
  private String abandon() throws JavetException {
    return recover(code -> kernel.invokeString("abandon", code.name()));
  }

  private <T> T recover(Recovery<T> recovery) throws JavetException {
    runtime.cancelTerminateExecution();
    if (!heap.exceeded()) {
      return recovery.after(ProblemCode.HandlerTimeout);
    }
    heap.collect();
    try {
      return recovery.after(ProblemCode.HeapExhausted);
    } finally {
      heap.arm();
    }
  }

  /** What the kernel does after a termination. */
  private interface Recovery<T> {
    T after(ProblemCode limit) throws JavetException;
  }

  @Override
  public String load(int key, CompiledClass compiled, long cpuMs) {
    requireOwner();
    String shape = null;
    boolean stopped;
    beginGuarded(cpuMs);
    try (V8ValueFunction factory =
        runtime.getExecutor(scriptOf(compiled)).setResourceName(compiled.ref() + ".ts").execute()) {
      shape =
          kernel.invokeString(
              "load",
              key,
              compiled.ref().name(),
              compiled.ref().version().toString(),
              factory,
              compiled.schemas());
    } catch (JavetTerminatedException e) {
      // Which limit it was is what the guards tell.
    } catch (JavetExecutionException e) {
      throw classInvalid(compiled, e.getScriptingError());
    } catch (JavetCompilationException e) {
      throw classInvalid(compiled, e.getScriptingError());
    } catch (JavetException e) {
      throw new IllegalStateException("the kernel failed: " + e.getMessage(), e);
    } finally {
      stopped = endGuarded();
    }
    if (stopped || shape == null) {
      throw stoppedLoading(key, compiled, cpuMs);
    }
    return shape;
  }

  private String scriptOf(CompiledClass compiled) {
    return inspected == null
        ? compiled.javaScript()
        : inspected.script(compiled.ref().toString(), compiled.javaScript(), compiled.sourceMap());
  }

  @Override
  public String migrate(String migration) {
    requireOwner();
    String answer = guarded("migrate", migration);
    if (answer == null) {
      throw stoppedMigrating();
    }
    return answer;
  }

  @Override
  public @Nullable String migrator(int key) {
    requireOwner();
    String answer = guarded("migrator", key);
    if (answer == null) {
      var unused = stoppedMigrating();
    }
    return answer;
  }

  /** What a function of the kernel answers; null when a limit stopped it. */
  private @Nullable String guarded(String function, Object argument) {
    String answer = null;
    boolean stopped;
    beginGuarded(stepCpuMs);
    try {
      answer = kernel.invokeString(function, argument);
    } catch (JavetTerminatedException e) {
      // Which limit it was is what the guards tell.
    } catch (JavetException e) {
      throw new IllegalStateException("the kernel failed: " + e.getMessage(), e);
    } finally {
      stopped = endGuarded();
    }
    return stopped ? null : answer;
  }

  /** Begins a stretch that a limit may terminate: one that runs code of a class. */
  private void beginGuarded(long cpuMs) {
    heap.begin();
    cpu.beginWithin(cpuMs);
  }

  /** Ends the stretch; tells whether a limit was exceeded. */
  private boolean endGuarded() {
    boolean timedOut = cpu.end();
    return heap.end() || timedOut;
  }

  private ActjsException stoppedMigrating() {
    try {
      return recover(
          limit -> {
            // What the stopped code left to run belongs to no turn.
            kernel.invokeString("abandon", limit.name());
            return new ActjsException(
                ProblemCode.MigrationFailed,
                limit == ProblemCode.HeapExhausted
                    ? "a migration used more memory than a handler may"
                    : "a migration used more CPU time than a handler may");
          });
    } catch (JavetException e) {
      throw new IllegalStateException("the kernel failed: " + e.getMessage(), e);
    }
  }

  private ActjsException stoppedLoading(int key, CompiledClass compiled, long cpuMs) {
    try {
      return recover(
          limit -> {
            kernel.invokeVoid("unload", key);
            return new ActjsException(limit, loadLimit(limit, compiled, cpuMs));
          });
    } catch (JavetException e) {
      throw new IllegalStateException("the kernel failed: " + e.getMessage(), e);
    }
  }

  private String loadLimit(ProblemCode limit, CompiledClass compiled, long cpuMs) {
    return limit == ProblemCode.HeapExhausted
        ? "defining %s took more than %d MiB: keep data in actor state"
            .formatted(compiled.ref(), limits.heapBytes() >> 20)
        : "defining %s took more than %d ms of CPU time: move the work into a handler"
            .formatted(compiled.ref(), cpuMs);
  }

  private static ActjsException classInvalid(CompiledClass compiled, JavetScriptingError error) {
    return new ActjsException(ProblemCode.ClassInvalid, compiled.ref() + ": " + error.getMessage());
  }

  @Override
  public void unload(int key) {
    requireOwner();
    try {
      kernel.invokeVoid("unload", key);
    } catch (JavetException e) {
      throw new IllegalStateException("the kernel failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void renew(String seed, long nowMs) {
    rejected = false;
    seed("renew", seed, nowMs);
  }

  @Override
  public void repeat(String seed, long nowMs) {
    seed("repeat", seed, nowMs);
  }

  private void seed(String function, String seed, long nowMs) {
    requireOwner();
    try {
      kernel.invokeVoid(function, seed, (double) nowMs);
    } catch (JavetException e) {
      throw new IllegalStateException("the kernel failed: " + e.getMessage(), e);
    }
  }

  @Override
  public long heapUsed() {
    requireOwner();
    long[] used = {0};
    underLock(() -> used[0] = heap.used());
    return used[0];
  }

  /** Statistics are told at once only to the thread that has the lock. */
  @SuppressWarnings("try") // The lock is taken and given back; nothing is asked of it.
  private void underLock(Runnable action) {
    if (lock != null) {
      action.run();
      return;
    }
    try (V8Locker taken = runtime.getV8Locker()) {
      action.run();
    } catch (JavetException e) {
      throw new IllegalStateException("cannot lock the isolate: " + e.getMessage(), e);
    }
  }

  private void requireOwner() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("the isolate belongs to " + owner);
    }
  }

  @Override
  public void close() {
    requireOwner();
    watchdog.remove(cpu);
    underLock(heap::beforeDisposal);
    if (inspected != null) {
      inspected.close();
    }
    try {
      step.close();
      goOn.close();
      take.close();
      rejectionChanged.close();
      kernel.close();
      if (lock != null) {
        lock.close();
      }
      runtime.close();
    } catch (JavetException e) {
      throw new IllegalStateException("cannot close the isolate: " + e.getMessage(), e);
    }
  }
}
