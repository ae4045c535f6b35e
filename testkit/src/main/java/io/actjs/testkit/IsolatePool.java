package io.actjs.testkit;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.Isolate;
import io.actjs.engine.inspect.Inspection;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Isolates that outlive the runtimes that use them: opening one takes as long as many small tests.
 * Whoever borrows one finds no class and no actor in it, and its chance as the seed says. Confined
 * to the thread that made it.
 */
public final class IsolatePool implements AutoCloseable {
  /** A slice that no test notices: the real clock decides nothing. */
  private static final int SLICE_MS = 1_000;

  private static final long HANDLER_CPU_MS = 2_000;

  /** As on a server, and results and states are held against their types, too. */
  private static final EngineLimits LIMITS = limits(EngineLimits.DEFAULT);

  /** How often an isolate is borrowed: its heap grows with what earlier borrowers left. */
  private static final int BORROWINGS = 500;

  private final Engine engine;
  private final ArrayDeque<Isolate> free = new ArrayDeque<>();
  private final Map<Isolate, Integer> borrowings = new HashMap<>();

  public IsolatePool() {
    this(null);
  }

  /**
   * @param inspection looks into the isolates; null for none
   */
  public IsolatePool(@Nullable Inspection inspection) {
    engine = inspection == null ? Engine.open(LIMITS) : Engine.open(LIMITS, inspection);
  }

  private static EngineLimits limits(EngineLimits production) {
    return new EngineLimits(
            HANDLER_CPU_MS,
            production.heapBytes(),
            production.stateChars(),
            production.changeChars(),
            production.outboxMessages(),
            production.resultChars(),
            production.argsChars(),
            production.emitChars(),
            production.logChars(),
            SLICE_MS)
        .withStrictTypes();
  }

  EngineLimits limits() {
    return LIMITS;
  }

  /** Opens an isolate for the first that borrows one. */
  public void warmUp() {
    if (free.isEmpty()) {
      free.push(engine.newIsolate());
    }
  }

  /**
   * An isolate without classes.
   *
   * @param seed 32 bytes in hex
   * @param nowMs the present time for code outside of turns
   */
  Isolate borrow(String seed, long nowMs) {
    Isolate isolate = free.poll();
    if (isolate == null) {
      isolate = engine.newIsolate();
    }
    borrowings.merge(isolate, 1, Integer::sum);
    isolate.renew(seed, nowMs);
    return isolate;
  }

  void giveBack(Isolate isolate) {
    if (borrowings.getOrDefault(isolate, 0) >= BORROWINGS) {
      borrowings.remove(isolate);
      isolate.close();
    } else {
      free.push(isolate);
    }
  }

  @Override
  public void close() {
    free.forEach(Isolate::close);
    free.clear();
    engine.close();
  }
}
