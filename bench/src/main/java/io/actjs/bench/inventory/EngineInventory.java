package io.actjs.bench.inventory;

import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.Sources;
import io.actjs.engine.CompiledClass;
import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.Outcome;
import io.actjs.engine.Outcome.TurnDeferred;
import io.actjs.engine.Outcome.TurnDone;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ClassRef;
import io.actjs.model.Version;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** An Inventory in an isolate that belongs to the calling thread. */
public final class EngineInventory implements InventoryActor {
  private static final int CLASS_KEY = 1;
  private static final int HOST = 1;

  private final Engine engine = Engine.open(EngineLimits.DEFAULT);
  private final Isolate isolate = engine.newIsolate();
  private final Frame frame = isolate.newFrame();
  private long turn;
  private long lastResult;

  private EngineInventory() {}

  public static InventoryActor open() {
    EngineInventory actor = new EngineInventory();
    var unused = actor.isolate.load(CLASS_KEY, compiled());
    actor.frame.activate(HOST, CLASS_KEY, "one", 0, null);
    actor.frame.start(HOST, ++actor.turn, true, null, 0);
    for (Outcome outcome : actor.isolate.step(actor.frame)) {
      actor.requireDone(outcome);
    }
    return actor;
  }

  private static CompiledClass compiled() {
    ClassRef ref = new ClassRef("Inventory", Version.parse("1.0.0"));
    try (TypeScriptCompiler compiler = TypeScriptCompiler.open()) {
      return compiler.compile(ref, Sources.of("Inventory"), false);
    }
  }

  @Override
  public long call(String method, String args) {
    run(method, List.of(args));
    return lastResult;
  }

  @Override
  public void takeAll(List<String> args) {
    run("take", args);
  }

  /** Sends the calls until each has had its turn; a step may end before it came to all of them. */
  private void run(String method, List<String> args) {
    Queue<String> waiting = new ArrayDeque<>(args);
    while (!waiting.isEmpty()) {
      long first = turn + 1;
      waiting.forEach(arg -> frame.call(HOST, ++turn, method, arg, 0));
      for (Outcome outcome : isolate.step(frame)) {
        if (!(outcome instanceof TurnDeferred)) {
          requireDone(outcome);
          waiting.remove();
        }
      }
      if (waiting.size() > turn - first) {
        throw new BenchFailure("a step ran no turn");
      }
    }
  }

  private void requireDone(Outcome outcome) {
    if (!(outcome instanceof TurnDone done)) {
      throw new BenchFailure("a turn did not end well: " + outcome);
    }
    lastResult = done.result() == null ? 0 : Long.parseLong(done.result());
  }

  @Override
  public void close() {
    isolate.close();
    engine.close();
  }
}
