package io.actjs.bench;

import io.actjs.bench.inventory.EngineInventory;
import io.actjs.bench.inventory.InventoryActor;
import io.actjs.bench.inventory.InventoryActor.Host;
import io.actjs.bench.inventory.RuntimeInventory;
import io.actjs.bench.inventory.StateSize;
import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import io.actjs.bench.work.OwnThread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a turn costs that changes one field of one element of an array, at three sizes of the state.
 * The yardstick is the smallest state. One actor, in this process.
 */
final class TurnCost implements Figure {
  private static final double AT_MOST = 3;

  private final String layer;
  private final String acknowledgement;
  private final Host host;

  private TurnCost(String layer, String acknowledgement, Host host) {
    this.layer = layer;
    this.acknowledgement = acknowledgement;
    this.host = host;
  }

  /** Frames into one isolate and outcomes out of it: no mailbox, no journal. */
  static Figure ofEngine() {
    return new TurnCost("engine", "none", EngineInventory::open);
  }

  /** Calls to the embedded runtime on the memory driver, with its journal and its snapshots. */
  static Figure ofRuntime() {
    return new TurnCost("runtime", Store.MEMORY.acknowledgement(), RuntimeInventory::open);
  }

  @Override
  public String name() {
    return "turn-" + layer;
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Map<StateSize, List<Double>> micros = new EnumMap<>(StateSize.class);
    for (int round = 0; round < lab.options().rounds(); round++) {
      for (StateSize size : StateSize.values()) {
        micros
            .computeIfAbsent(size, key -> new ArrayList<>())
            .add(microsPerTurn(size, lab.options().seconds() / 2));
      }
    }
    List<FigureLine> lines = new ArrayList<>();
    double smallest = Median.of(micros.get(StateSize.KB_1));
    micros.forEach((size, rounds) -> lines.add(line(size, Median.of(rounds), smallest, lab)));
    return lines;
  }

  private FigureLine line(StateSize size, double micros, double smallest, Lab lab) {
    FigureLine line =
        new FigureLine(name() + "-" + size.label())
            .value(micros, "us/turn")
            .yardstick(smallest)
            .with("ack", acknowledgement)
            .with("rounds", lab.options().rounds());
    return size == StateSize.MB_10
        ? line.target("ratio <= " + AT_MOST, line.ratio() <= AT_MOST)
        : line;
  }

  /** Measures on a thread of its own, as an isolate belongs to one. */
  private double microsPerTurn(StateSize size, double seconds) {
    return OwnThread.call(
        () -> {
          try (InventoryActor actor = host.open()) {
            for (String fill : size.fills()) {
              var unused = actor.call("fill", fill);
            }
            long turns = take(actor, size, 0, seconds / 2);
            long warm = turns;
            long begin = System.nanoTime();
            turns = take(actor, size, turns, seconds);
            double took = (System.nanoTime() - begin) / 1e3;
            requireTaken(actor, turns);
            return took / (turns - warm);
          }
        });
  }

  private static long take(InventoryActor actor, StateSize size, long from, double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long next = from;
    while (System.nanoTime() < end) {
      List<String> batch = new ArrayList<>(InventoryActor.BATCH);
      for (int i = 0; i < InventoryActor.BATCH; i++) {
        batch.add(size.take(next++));
      }
      actor.takeAll(batch);
    }
    return next;
  }

  private static void requireTaken(InventoryActor actor, long turns) {
    long taken = actor.call("taken", "{}");
    if (taken != turns) {
      throw new BenchFailure(turns + " turns ended, the state shows " + taken);
    }
  }
}
