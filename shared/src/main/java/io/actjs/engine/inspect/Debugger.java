package io.actjs.engine.inspect;

import com.caoccao.javet.interop.V8Runtime;
import io.actjs.engine.guard.CpuWatch;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets debuggers into the isolates that run actors, by V8's inspector protocol. An isolate that no
 * debugger is attached to runs as fast as ever, but for its lock, which is not kept.
 */
public final class Debugger implements Inspection {
  private final ScriptUrls urls;
  private final DebugClock clock;
  private final List<DebugTarget> targets = new CopyOnWriteArrayList<>();

  /**
   * @param file of a class, by its name, absolute; null when there is none
   * @param clock is held while code is paused
   */
  public Debugger(Function<String, @Nullable Path> file, DebugClock clock) {
    this.urls = new ScriptUrls(file);
    this.clock = clock;
  }

  @Override
  public boolean sharesLock() {
    return true;
  }

  @Override
  public boolean ofShortIsolates() {
    return false;
  }

  @Override
  public InspectedIsolate open(V8Runtime runtime, CpuWatch cpu) {
    DebugTarget target = new DebugTarget(runtime, cpu, clock, urls, targets::remove);
    targets.add(target);
    return target;
  }

  /** The isolates that run actors, the oldest first. */
  public List<DebugTarget> targets() {
    return List.copyOf(targets);
  }

  /** Detaches all debuggers; what is paused goes on. */
  public void detach() {
    targets.forEach(DebugTarget::detach);
  }
}
