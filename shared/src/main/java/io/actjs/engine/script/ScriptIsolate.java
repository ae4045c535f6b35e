package io.actjs.engine.script;

import com.caoccao.javet.enums.JavetPromiseRejectEvent;
import com.caoccao.javet.exceptions.JavetCompilationException;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.exceptions.JavetTerminatedException;
import com.caoccao.javet.interop.V8Locker;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.V8Value;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.caoccao.javet.values.reference.V8ValuePromise;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.guard.CpuWatch;
import io.actjs.engine.guard.HeapGuard;
import io.actjs.engine.guard.Watchdog;
import io.actjs.engine.inspect.InspectedIsolate;
import io.actjs.engine.inspect.Inspection;
import io.actjs.engine.source.ClasspathText;
import io.actjs.engine.v8.V8;
import io.actjs.model.ActjsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An isolate for a program that is no actor: a test, or a snippet. The program finds the globals
 * that actors find, {@code setTimeout}, and as {@code actjs/host} what lets it ask for things: it
 * gets promises. The requests are {@linkplain #take taken} when the program has run and answered
 * whenever the caller likes; no Java is called from JavaScript. It belongs to the thread that
 * opened it, a platform thread.
 *
 * <p>Each entry says how long the program may run; then it is stopped, and so it is when it uses
 * more memory than it may, or when it is {@linkplain #stop told to}. After that the isolate goes
 * on, without the promises that were to be settled.
 */
public final class ScriptIsolate implements AutoCloseable {
  private static final String SCRIPT = "/io/actjs/engine/script.js";
  private static final String PRELUDE = "/io/actjs/engine/isolate-prelude.js";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEAD = "(function (exports, require, module) { ";
  private static final long WATCH_MS = 200;
  private static final long HEAP_BYTES = 512L << 20;

  /** How often what V8 left to run is stopped, too. */
  private static final int MOST_STOPS = 3;

  private final V8Runtime runtime;
  private final V8Locker lock;
  private final HeapGuard heap;
  private final CpuWatch cpu;
  private final Watchdog watchdog = new Watchdog(WATCH_MS);
  private final V8ValueObject script;
  private final V8ValueFunction rejectionChanged;
  private final @Nullable InspectedIsolate inspected;
  private final Object stopping = new Object();
  private boolean isInside;
  private boolean isStopped;

  private ScriptIsolate(String seed, @Nullable Inspection inspection) {
    runtime = V8.newRuntime();
    try {
      lock = runtime.getV8Locker();
      heap = new HeapGuard(runtime, HEAP_BYTES);
      runtime.getExecutor(ClasspathText.read(PRELUDE)).setResourceName(PRELUDE).executeVoid();
      script = runtime.getExecutor(ClasspathText.read(SCRIPT)).setResourceName(SCRIPT).execute();
      script.invokeVoid("configure", seed);
      rejectionChanged = script.get("rejectionChanged");
      runtime.setPromiseRejectCallback(this::rejected);
    } catch (JavetException e) {
      throw new IllegalStateException("the script isolate does not load: " + e.getMessage(), e);
    }
    cpu = new CpuWatch(WATCH_MS, runtime::terminateExecution);
    watchdog.add(cpu);
    inspected = inspection == null ? null : inspection.open(runtime, cpu);
  }

  /**
   * Opens an isolate for the calling thread.
   *
   * @param seed what chance in it follows from: 32 bytes in hex
   */
  public static ScriptIsolate open(String seed) {
    return open(seed, null);
  }

  /**
   * The same, with a look into it.
   *
   * @param inspection null for none
   */
  public static ScriptIsolate open(String seed, @Nullable Inspection inspection) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("an isolate belongs to a platform thread");
    }
    return new ScriptIsolate(seed, inspection);
  }

  /**
   * Something that the program asks for, or tells.
   *
   * @param id for the answer; what is told needs none
   * @param json raw JSON
   */
  public record Request(long id, String name, String json) {}

  private void rejected(JavetPromiseRejectEvent event, V8ValuePromise promise, V8Value reason) {
    try {
      switch (event) {
        case PromiseRejectWithNoHandler -> rejectionChanged.callVoid(null, false, promise, reason);
        case PromiseHandlerAddedAfterReject ->
            rejectionChanged.callVoid(null, true, promise, reason);
        case PromiseRejectAfterResolved, PromiseResolveAfterResolved -> {} // Of no effect.
      }
    } catch (JavetTerminatedException e) {
      // The stop was meant for the code that rejected, and reaches it by no other way.
      runtime.terminateExecution();
    } catch (JavetException e) {
      // The code is being stopped.
    }
  }

  /**
   * Has a specifier name a module, which is evaluated when the program first requires it.
   *
   * @param name for stack traces
   * @param function an expression: a function of {@code (exports, require, actjs)}
   */
  public void provide(String specifier, String name, String function) {
    try (V8ValueFunction factory =
        runtime.getExecutor(scriptOf(name, function)).setResourceName(name).execute()) {
      script.invokeVoid("provide", specifier, factory);
    } catch (JavetException e) {
      throw new IllegalStateException(name + " does not load: " + e.getMessage(), e);
    }
  }

  /**
   * Evaluates a CommonJS module.
   *
   * @param name for stack traces, whose lines are those of the code
   * @param withinMs how long that may take
   * @throws ScriptFailed when it throws
   * @throws ScriptStopped when it exceeds a limit
   */
  public void run(String name, String code, long withinMs) {
    String wrapped = scriptOf(name, wrapped(code));
    SyntaxFault fault = new SyntaxFault();
    String failure =
        guarded(
            withinMs,
            () -> {
              try (V8ValueFunction factory =
                  runtime.getExecutor(wrapped).setResourceName(name).execute()) {
                return script.invokeString("run", factory);
              } catch (JavetCompilationException e) {
                fault.of(e, name);
                return null;
              }
            });
    fault.rethrow();
    if (failure != null) {
      JsonNode thrown = parse(failure);
      throw new ScriptFailed(thrown.path("message").asText(), thrown.path("stack").asText());
    }
  }

  /** What {@link #run} evaluates for a module. */
  public static String wrapped(String code) {
    return HEAD + code + "\n})";
  }

  private String scriptOf(String name, String text) {
    return inspected == null ? text : inspected.script(name, text, "");
  }

  /** Code that is none, as the program would throw it. */
  private static final class SyntaxFault {
    private @Nullable ScriptFailed failed;

    void of(JavetCompilationException e, String name) {
      var error = e.getScriptingError();
      String place = name + ":" + error.getLineNumber() + ":" + (error.getStartColumn() + 1);
      failed = new ScriptFailed(error.getDetailedMessage(), "\n    at " + place);
    }

    void rethrow() {
      if (failed != null) {
        throw failed;
      }
    }
  }

  /** Characters before the first one of the code in the first line of {@link #run}'s text. */
  public static int columnsBefore() {
    return HEAD.length();
  }

  /**
   * Calls a function that the program serves.
   *
   * @param json raw JSON
   * @throws ScriptStopped when it exceeds a limit
   */
  public void call(String function, String json, long withinMs) {
    enter(withinMs, "call", function, json);
  }

  /**
   * Answers a request.
   *
   * @param json raw JSON; null for undefined
   * @throws ScriptStopped when the program, which goes on then, exceeds a limit
   */
  public void answer(long id, @Nullable String json, long withinMs) {
    enter(withinMs, "answer", (double) id, json);
  }

  /**
   * Answers a request with an error, which has the code of the problem, and what else it tells.
   *
   * @throws ScriptStopped when the program, which goes on then, exceeds a limit
   */
  public void refuse(long id, ActjsException problem, long withinMs) {
    refuse(id, problem.code().name(), problem.detail(), problem.members(), withinMs);
  }

  /**
   * The same with a code of the server that is asked.
   *
   * @param members what else the problem tells, raw JSON by name
   * @throws ScriptStopped when the program, which goes on then, exceeds a limit
   */
  public void refuse(
      long id, String code, String detail, Map<String, String> members, long withinMs) {
    StringBuilder refusal = new StringBuilder("{");
    for (String name : List.of("reasonCode", "data", "issues", "reason")) {
      String value = members.get(name);
      refusal.append(refusal.length() == 1 ? "" : ",").append('"').append(name).append("\":");
      refusal.append(refusalOf(name, value));
    }
    enter(withinMs, "refuse", (double) id, code, detail, refusal.append('}').toString());
  }

  /** The kernel's form: the author's code as it is, of the others the text of their JSON. */
  private static String refusalOf(String name, @Nullable String json) {
    if (json == null || name.equals("reasonCode")) {
      return json == null ? "null" : json;
    }
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the program has asked for and told since it was taken last, oldest first. */
  public List<Request> take() {
    String taken = invoke("take");
    if (taken == null || taken.isEmpty()) {
      return List.of();
    }
    List<Request> requests = new ArrayList<>();
    for (JsonNode each : parse(taken)) {
      requests.add(
          new Request(
              each.path("id").asLong(), each.path("name").asText(), each.path("value").asText()));
    }
    return requests;
  }

  /** Milliseconds until a timer of the program is due; negative when it has none. */
  public long untilTimer() {
    try {
      return script.invokeDouble("untilTimer").longValue();
    } catch (JavetException e) {
      throw broken(e);
    }
  }

  /**
   * Runs a timer that is due.
   *
   * @throws ScriptStopped when it exceeds a limit
   */
  public void runTimer(long withinMs) {
    enter(withinMs, "runTimer");
  }

  /** Forgets what the program waits for: requests and timers. */
  public void abandon() {
    var unused = invoke("abandon");
  }

  private @Nullable String invoke(String function) {
    try (V8Value value = script.invoke(function)) {
      return value == null || value.isNullOrUndefined() ? null : value.asString();
    } catch (JavetException e) {
      throw broken(e);
    }
  }

  private void enter(long withinMs, String function, @Nullable Object... arguments) {
    var unused =
        guarded(
            withinMs,
            () -> {
              script.invokeVoid(function, arguments);
              return null;
            });
  }

  private interface Entry {
    @Nullable String run() throws JavetException;
  }

  /**
   * Stops the program; for any thread. The entry that it runs in, or the next one if it does not
   * run, throws {@link ScriptStopped}.
   */
  public void stop() {
    synchronized (stopping) {
      if (isInside && !isStopped) {
        runtime.terminateExecution();
      }
      isStopped = true;
    }
  }

  /** What {@link #stop} was to stop is over, if it was not in time. */
  public void forgetStop() {
    synchronized (stopping) {
      isStopped = false;
    }
  }

  private void enterable() {
    synchronized (stopping) {
      isInside = true;
      if (isStopped) {
        runtime.terminateExecution();
      }
    }
  }

  /** Whether it was to stop; from now on it is not inside. */
  private boolean left() {
    synchronized (stopping) {
      boolean was = isStopped;
      isInside = false;
      isStopped = false;
      return was;
    }
  }

  private @Nullable String guarded(long withinMs, Entry entry) {
    String answer = null;
    enterable();
    heap.begin();
    cpu.beginWithin(Math.max(1, withinMs));
    boolean outOfTime;
    boolean stopped;
    try {
      answer = entry.run();
    } catch (JavetTerminatedException e) {
      // Which limit it was is what the guards tell.
    } catch (JavetException e) {
      throw broken(e);
    } finally {
      outOfTime = cpu.end();
      stopped = left();
    }
    if (heap.end() || outOfTime || stopped) {
      recover();
      throw new ScriptStopped(
          stopped
              ? ScriptStopped.Limit.REQUEST
              : outOfTime ? ScriptStopped.Limit.TIME : ScriptStopped.Limit.MEMORY);
    }
    return answer;
  }

  private void recover() {
    runtime.cancelTerminateExecution();
    if (heap.exceeded()) {
      heap.collect();
      heap.arm();
    }
    for (int i = 0; i < MOST_STOPS; i++) {
      cpu.beginWithin(WATCH_MS);
      try {
        abandon();
      } catch (IllegalStateException e) {
        runtime.cancelTerminateExecution();
      }
      if (!cpu.end()) {
        return;
      }
      runtime.cancelTerminateExecution();
    }
  }

  private static IllegalStateException broken(JavetException e) {
    return new IllegalStateException("the script isolate failed: " + e.getMessage(), e);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the script isolate writes no JSON", e);
    }
  }

  @Override
  public void close() {
    watchdog.remove(cpu);
    watchdog.close();
    heap.beforeDisposal();
    if (inspected != null) {
      inspected.close();
    }
    try {
      rejectionChanged.close();
      script.close();
      lock.close();
      runtime.close();
    } catch (JavetException e) {
      throw new IllegalStateException("cannot close the isolate: " + e.getMessage(), e);
    }
  }
}
