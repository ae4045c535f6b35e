package io.actjs.engine.inspect;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Inspector;
import com.caoccao.javet.interop.V8Runtime;
import io.actjs.engine.guard.CpuWatch;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An isolate that a debugger may attach to, one at a time. */
public final class DebugTarget implements InspectedIsolate {
  private final String id = UUID.randomUUID().toString();
  private final V8Runtime runtime;
  private final CpuWatch cpu;
  private final DebugClock clock;
  private final ScriptUrls urls;
  private final Consumer<DebugTarget> ended;

  /** V8 tells debuggers of the scripts alone that were compiled while it had an inspector. */
  private final V8Inspector first;

  private @Nullable DebugSession session;
  private boolean closed;

  DebugTarget(
      V8Runtime runtime,
      CpuWatch cpu,
      DebugClock clock,
      ScriptUrls urls,
      Consumer<DebugTarget> ended) {
    this.runtime = runtime;
    this.cpu = cpu;
    this.clock = clock;
    this.urls = urls;
    this.ended = ended;
    this.first = runtime.createV8Inspector("actjs");
  }

  /** Nobody can guess it. */
  public String id() {
    return id;
  }

  /** Whether a debugger is attached. */
  public synchronized boolean isAttached() {
    return session != null && !session.hasEnded();
  }

  /**
   * Attaches a debugger.
   *
   * @param receiver gets the messages of V8, in order, on any thread; must not block
   * @param end is told that there will be no more
   * @return null when another one is attached, or the isolate is gone
   */
  public synchronized @Nullable DebugSession attach(Consumer<String> receiver, Runnable end) {
    if (closed || isAttached()) {
      return null;
    }
    DebugSession opened = new DebugSession(runtime, urls, new Pause(cpu, clock), receiver, end);
    session = opened;
    return opened;
  }

  /** Detaches the debugger, if there is one; what is paused goes on. */
  public void detach() {
    DebugSession present;
    synchronized (this) {
      present = session;
    }
    if (present != null) {
      present.close();
    }
  }

  @Override
  public String script(String name, String text, String sourceMap) {
    urls.add(name, sourceMap);
    return text;
  }

  @Override
  public void close() {
    ended.accept(this);
    DebugSession present;
    synchronized (this) {
      closed = true;
      present = session;
    }
    if (present != null) {
      present.close();
      present.awaitEnd();
    }
    try {
      first.close();
    } catch (JavetException e) {
      throw new IllegalStateException("the inspector does not close: " + e.getMessage(), e);
    }
  }

  /** The limits that a pause holds. */
  static final class Pause {
    private final CpuWatch cpu;
    private final DebugClock clock;
    private boolean paused;

    private Pause(CpuWatch cpu, DebugClock clock) {
      this.cpu = cpu;
      this.clock = clock;
    }

    synchronized void begin() {
      if (!paused) {
        paused = true;
        cpu.suspend();
        clock.hold();
      }
    }

    synchronized boolean holds() {
      return paused;
    }

    synchronized void end() {
      if (paused) {
        paused = false;
        clock.release();
        cpu.resume();
      }
    }
  }
}
