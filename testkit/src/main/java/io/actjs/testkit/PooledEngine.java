package io.actjs.testkit;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.Engine;
import io.actjs.engine.EvaluatedClass;
import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.Migration;
import io.actjs.engine.Migrator;
import io.actjs.engine.Outcome;
import io.actjs.engine.TurnMark;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The engine of one runtime, whose isolates go back to the pool when it ends, however that ends.
 */
final class PooledEngine implements Engine {
  private static final int SEED_BYTES = 32;

  private final IsolatePool pool;
  private final RandomGenerator random;
  private final LongSupplier clock;
  private final List<Borrowed> isolates = new ArrayList<>();

  /**
   * @param random what the seeds of isolates are drawn from
   * @param clock the present time
   */
  PooledEngine(IsolatePool pool, RandomGenerator random, LongSupplier clock) {
    this.pool = pool;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public Isolate newIsolate() {
    Borrowed isolate = borrow();
    isolates.add(isolate);
    return isolate;
  }

  private Borrowed borrow() {
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    return new Borrowed(pool, pool.borrow(HexFormat.of().formatHex(seed), clock.getAsLong()));
  }

  /** On the one thread that there is. */
  @Override
  public <T> T inThrowAwayIsolate(String threadName, Function<Isolate, T> work) {
    try (Isolate isolate = borrow()) {
      return work.apply(isolate);
    }
  }

  @Override
  public void close() {
    isolates.forEach(Borrowed::close);
    isolates.clear();
  }

  /** An isolate of the pool. */
  private static final class Borrowed implements Isolate {
    private final IsolatePool pool;
    private final Isolate isolate;
    private boolean closed;

    Borrowed(IsolatePool pool, Isolate isolate) {
      this.pool = pool;
      this.isolate = isolate;
    }

    @Override
    public EvaluatedClass load(int key, CompiledClass compiled) {
      return isolate.load(key, compiled);
    }

    @Override
    public EvaluatedClass load(int key, CompiledClass compiled, long cpuMs) {
      return isolate.load(key, compiled, cpuMs);
    }

    @Override
    public Migration.Migrated migrate(Migration migration) {
      return isolate.migrate(migration);
    }

    @Override
    public Migrator migrator(int key) {
      return isolate.migrator(key);
    }

    @Override
    public void unload(int key) {
      isolate.unload(key);
    }

    @Override
    public List<Outcome> step(Frame frame) {
      return isolate.step(frame);
    }

    @Override
    public boolean unfinished() {
      return isolate.unfinished();
    }

    @Override
    public TurnMark.Ran ran() {
      return isolate.ran();
    }

    @Override
    public boolean keepsToServer() {
      return isolate.keepsToServer();
    }

    /** That of its thread counts what others have done on it. */
    @Override
    public long cpuNanos() {
      return 0;
    }

    @Override
    public Frame newFrame() {
      return isolate.newFrame();
    }

    /** The heap holds what earlier borrowers left: nothing may depend on it. */
    @Override
    public long heapUsed() {
      return 0;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        pool.giveBack(isolate);
      }
    }
  }
}
