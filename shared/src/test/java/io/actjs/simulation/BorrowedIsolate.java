package io.actjs.simulation;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.EvaluatedClass;
import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.Migration;
import io.actjs.engine.Migrator;
import io.actjs.engine.Outcome;
import io.actjs.engine.TurnMark;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** An isolate of the pool, for one worker. Closing it gives it back without the worker's actors. */
final class BorrowedIsolate implements Isolate {
  private final IsolatePool pool;
  private final IsolatePool.Pooled pooled;
  private final BorrowedEngine engine;
  private final Map<Integer, Integer> keys = new HashMap<>();
  private final Set<Integer> hosts = new LinkedHashSet<>();
  private boolean closed;

  /** Of the turn that holds the isolate, while it does. */
  private TurnMark.Ran ran = TurnMark.Ran.NOTHING;

  private boolean keptToServer;
  private long cpuNanos;

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
    BorrowedFrame commands = (BorrowedFrame) frame;
    List<TurnMark.Ran> turns = commands.takeTurns();
    TurnMark.Ran culprit = TurnMark.Ran.NOTHING;
    keptToServer = false;
    if (!turns.isEmpty()) {
      culprit = turns.get(engine.chance(turns.size()));
      ran = culprit;
      engine.beforeTurns(this);
      ran = TurnMark.Ran.NOTHING;
      if (keptToServer) {
        commands.throughServer();
      }
    }
    List<Outcome> outcomes = pooled.isolate.step(commands.frame);
    for (Outcome outcome : outcomes) {
      if (!isOfGhost(outcome, culprit)) {
        engine.happened(outcome);
      }
    }
    if (breaks) {
      throw new IllegalStateException(BorrowedEngine.BROKEN);
    }
    return outcomes;
  }

  /** Whether it says that an actor waits which the server has taken from here meanwhile. */
  private boolean isOfGhost(Outcome outcome, TurnMark.Ran culprit) {
    return keptToServer
        && outcome.host() != culprit.host()
        && outcome instanceof Outcome.Log log
        && log.message().startsWith("waits ");
  }

  /** The turn that runs takes so much longer. */
  void works(long ms) {
    cpuNanos += TimeUnit.MILLISECONDS.toNanos(ms);
  }

  @Override
  public TurnMark.Ran ran() {
    return ran;
  }

  @Override
  public boolean keepsToServer() {
    keptToServer = true;
    return true;
  }

  @Override
  public long cpuNanos() {
    return cpuNanos;
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
