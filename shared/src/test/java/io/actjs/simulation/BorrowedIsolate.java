package io.actjs.simulation;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.EvaluatedClass;
import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.Migration;
import io.actjs.engine.Migrator;
import io.actjs.engine.Outcome;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An isolate of the pool, for one worker. Closing it gives it back without the worker's actors. */
final class BorrowedIsolate implements Isolate {
  private final IsolatePool pool;
  private final IsolatePool.Pooled pooled;
  private final BorrowedEngine engine;
  private final Map<Integer, Integer> keys = new HashMap<>();
  private final Set<Integer> hosts = new LinkedHashSet<>();
  private boolean closed;

  BorrowedIsolate(IsolatePool pool, IsolatePool.Pooled pooled, BorrowedEngine engine) {
    this.pool = pool;
    this.pooled = pooled;
    this.engine = engine;
  }

  @Override
  public EvaluatedClass load(int key, CompiledClass compiled) {
    IsolatePool.Pooled.Known known = pooled.load(compiled);
    keys.put(key, known.key());
    return known.evaluated();
  }

  @Override
  public Migration.Migrated migrate(Migration migration) {
    List<Integer> own = migration.keys().stream().map(keys::get).toList();
    return pooled.isolate.migrate(migration.withKeys(own));
  }

  @Override
  public Migrator migrator(int key) {
    return pooled.isolate.migrator(keys.get(key));
  }

  @Override
  public void unload(int key) {
    keys.remove(key);
  }

  @Override
  public List<Outcome> step(Frame frame) {
    boolean breaks = frame.size() > 0 && engine.breaks();
    List<Outcome> outcomes = pooled.isolate.step(((BorrowedFrame) frame).frame);
    outcomes.forEach(engine::happened);
    if (breaks) {
      throw new IllegalStateException(BorrowedEngine.BROKEN);
    }
    return outcomes;
  }

  @Override
  public boolean unfinished() {
    return pooled.isolate.unfinished();
  }

  @Override
  public Frame newFrame() {
    return new BorrowedFrame(pooled.isolate.newFrame(), keys, hosts);
  }

  /** The heap holds what earlier borrowers left: nothing may depend on it. */
  @Override
  public long heapUsed() {
    return 0;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Frame frame = pooled.isolate.newFrame();
    hosts.forEach(frame::drop);
    do {
      var unused = pooled.isolate.step(frame);
    } while (pooled.isolate.unfinished());
    pool.giveBack(pooled);
  }
}
