package io.actjs.simulation;

import io.actjs.engine.Engine;
import io.actjs.engine.Isolate;
import io.actjs.engine.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The engine of one process; ends with the process, however that ends. */
final class BorrowedEngine implements Engine {
  private final IsolatePool pool;
  private final RandomGenerator random;

  /** What an isolate throws that breaks. */
  static final String BROKEN = "broken by the simulation";

  private final Consumer<Outcome.Log> said;
  private final BooleanSupplier breaks;
  private final Consumer<BorrowedIsolate> beforeTurns;
  private final List<BorrowedIsolate> isolates = new ArrayList<>();

  /**
   * @param said is told what handlers log, also in turns that fail
   * @param breaks whether an isolate breaks now, and what it has done is lost
   * @param beforeTurns is called in a step that has turns to run, before they do
   */
  BorrowedEngine(
      IsolatePool pool,
      RandomGenerator random,
      Consumer<Outcome.Log> said,
      BooleanSupplier breaks,
      Consumer<BorrowedIsolate> beforeTurns) {
    this.pool = pool;
    this.random = random;
    this.said = said;
    this.breaks = breaks;
    this.beforeTurns = beforeTurns;
  }

  @Override
  public Isolate newIsolate() {
    BorrowedIsolate isolate = new BorrowedIsolate(pool, pool.borrow(random.nextInt()), this);
    isolates.add(isolate);
    return isolate;
  }

  /** On the one thread that there is. */
  @Override
  public <T> T inThrowAwayIsolate(String threadName, Function<Isolate, T> work) {
    try (Isolate isolate = new BorrowedIsolate(pool, pool.borrow(0), this)) {
      return work.apply(isolate);
    }
  }

  int chance(int bound) {
    return random.nextInt(bound);
  }

  boolean breaks() {
    return breaks.getAsBoolean();
  }

  void beforeTurns(BorrowedIsolate isolate) {
    beforeTurns.accept(isolate);
  }

  void happened(Outcome outcome) {
    if (outcome instanceof Outcome.Log log) {
      said.accept(log);
    }
  }

  @Override
  public void close() {
    isolates.forEach(BorrowedIsolate::close);
  }
}
