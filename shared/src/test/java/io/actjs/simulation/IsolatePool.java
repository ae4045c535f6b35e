package io.actjs.simulation;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.EvaluatedClass;
import io.actjs.engine.Isolate;
import io.actjs.engine.PlantedKernel;
import io.actjs.model.ClassRef;
import io.actjs.model.Version;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Isolates of the real kernel that outlive the runtimes that use them: opening one takes as long as
 * half a simulation. Whoever borrows one finds the classes loaded that earlier ones have loaded, no
 * actor, and the kernel's source of chance as the seed says. Confined to the thread that made it.
 */
final class IsolatePool implements AutoCloseable {
  /** A slice that never ends: the real clock decides nothing. */
  private static final EngineLimits LIMITS =
      new EngineLimits(20_000, 256L << 20, 16 << 20, 4 << 20, 1_000, 3_600_000);

  private static final String CHANCE =
      """
      let chance = (() => {
        let state = 0;
        globalThis.reseed = seed => {
          state = seed | 0;
        };
        return () => {
          state = (state + 0x6d2b79f5) | 0;
          let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
          mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
          return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
        };
      })();
      """;

  /** How often an isolate is borrowed: its heap grows with what earlier borrowers left. */
  private static final int BORROWINGS = 500;

  private static final ClassRef RESEED = new ClassRef("Reseed", Version.parse("1.0.0"));

  private final Engine engine;
  private final ArrayDeque<Pooled> free = new ArrayDeque<>();

  /**
   * @param plant a bug for the kernel, or nothing
   */
  IsolatePool(UnaryOperator<String> plant) {
    UnaryOperator<String> chance = PlantedKernel.replacing("let chance = Math.random;", CHANCE);
    UnaryOperator<String> ids =
        PlantedKernel.replacing("exports.idChance = Math.random;", "exports.idChance = chance;");
    engine = PlantedKernel.open(LIMITS, kernel -> plant.apply(ids.apply(chance.apply(kernel))));
  }

  /** An isolate, and the classes that it has loaded. */
  static final class Pooled {
    final Isolate isolate;
    private final Map<CompiledClass, Known> classes = new HashMap<>();
    private int lastKey;
    private int borrowings;

    /** A class that is loaded. */
    record Known(int key, EvaluatedClass evaluated) {}

    private Pooled(Isolate isolate) {
      this.isolate = isolate;
    }

    Known load(CompiledClass compiled) {
      Known known = classes.get(compiled);
      if (known == null) {
        int key = ++lastKey;
        known = new Known(key, isolate.load(key, compiled));
        classes.put(compiled, known);
      }
      return known;
    }

    private void reseed(int seed) {
      borrowings++;
      int key = ++lastKey;
      String script =
          "reseed(%d); ((exports, load, { Actor }) => class Reseed extends Actor {})"
              .formatted(seed);
      var unused = isolate.load(key, new CompiledClass(RESEED, script));
      isolate.unload(key);
    }
  }

  Pooled borrow(int seed) {
    Pooled pooled = free.poll();
    if (pooled == null) {
      pooled = new Pooled(engine.newIsolate());
    }
    pooled.reseed(seed);
    return pooled;
  }

  void giveBack(Pooled pooled) {
    if (pooled.borrowings == BORROWINGS) {
      pooled.isolate.close();
    } else {
      free.add(pooled);
    }
  }

  @Override
  public void close() {
    free.forEach(pooled -> pooled.isolate.close());
    free.clear();
    engine.close();
  }
}
