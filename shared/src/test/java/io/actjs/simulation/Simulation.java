package io.actjs.simulation;

import static io.actjs.simulation.Violation.require;

import io.actjs.policy.RuntimeLimits;
import io.actjs.testkit.ManualClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One life of a server under one seed: clients call, tell and watch; actors send and set reminders;
 * processes die and start, sometimes two at once; storage fails, lies and comes back. The seed
 * decides everything, so that a life that breaks a promise can be lived again.
 */
final class Simulation {
  private static final long START_MS = 1_700_000_000_000L;
  private static final int REQUESTS = 80;
  private static final int TELL_ATTEMPTS = 3;

  /** More steps than any life takes. */
  private static final int ENDLESS = 200_000;

  final RandomGenerator random;
  final IsolatePool isolates;
  final ManualClock clock = new ManualClock(START_MS);
  final Trace trace = new Trace();
  final Verdict verdict = new Verdict();
  final RuntimeLimits limits;
  final Model model;
  final Disk disk;
  final Weather weather;

  private final Plant plant;
  private final Client client = new Client(this);
  private final Workload workload;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> published = new HashSet<>();
  private boolean broken;
  private int started;
  private int rivals;
  private int messageIds;
  private int requests;
  private int steps;

  Simulation(long seed, IsolatePool isolates, Plant plant) {
    this.random = new SplittableRandom(seed);
    this.isolates = isolates;
    this.plant = plant;
    this.weather = new Weather(random, TELL_ATTEMPTS);
    this.limits = plant.limits().apply(weather.limits);
    this.model = new Model(clock, TELL_ATTEMPTS, weather);
    this.disk = new Disk(model, clock, weather, trace, verdict, plant.storage());
    this.workload = new Workload(this, client);
    LedgerClasses.publishFirst(disk.memory.registry());
  }

  /** Lives to the end. */
  void run() {
    try {
      start();
      while (requests < REQUESTS) {
        event();
        check();
      }
      new Ending(this, client, workload).check();
    } finally {
      nodes.forEach(Node::die);
    }
  }

  void countStep() {
    require(++steps < ENDLESS, "the life does not end");
  }

  /** After everything that happens. */
  void check() {
    verdict.give();
    String error = LogWatch.error();
    require(error == null || isExpected(error), "an error is logged: %s", error);
  }

  private boolean isExpected(String error) {
    return broken && error.contains("the isolate failed");
  }

  private void event() {
    countStep();
    int dice = random.nextInt(100);
    if (dice < 4) {
      advance(1 + random.nextInt(random.nextInt(10) == 0 ? 8_000 : 60));
    } else if (dice < 6) {
      disturb();
    } else {
      Node node = nodes.get(random.nextInt(nodes.size()));
      if (dice < 12) {
        workload.act(node);
      } else if (!node.step()) {
        model.waits.requireNoCircle(node.number);
        advance(1 + random.nextInt(50));
      }
      if (node.isCrashed()) {
        bury(node);
      }
    }
  }

  private void disturb() {
    if (disk.isAway()) {
      if (random.nextInt(4) == 0) {
        disk.away(false);
      }
    } else if (weather.startsOutage()) {
      disk.away(true);
    }
    if (random.nextInt(4) == 0) {
      var unused = disk.land();
    }
    if (weather.startsRival() && nodes.size() == 1) {
      rivals++;
      trace.add("rival");
      start();
    }
    if (weather.kills()) {
      Node node = nodes.get(random.nextInt(nodes.size()));
      if (random.nextInt(3) == 0) {
        stop(node);
      } else {
        bury(node);
      }
    }
  }

  /** Time passes. */
  void advance(long millis) {
    clock.advance(millis);
    disk.landLatest();
  }

  /** A process starts. */
  Node start() {
    Node node = new Node(this, ++started, driver -> plant.driver().apply(driver, disk));
    nodes.add(node);
    trace.add("start: node " + node.number);
    return node;
  }

  /** The process dies, and another one starts when it was the last. */
  void bury(Node node) {
    trace.add("death: node " + node.number);
    node.die();
    gone(node);
  }

  private void stop(Node node) {
    trace.add("stop: node " + node.number);
    node.stop();
    gone(node);
  }

  private void gone(Node node) {
    nodes.remove(node);
    model.waits.lost(node.number);
    client.lost(node);
    workload.lost(node);
    if (nodes.isEmpty()) {
      advance(1 + random.nextInt(2_000));
      start();
    }
  }

  /** The processes that live, the oldest first; at least one. */
  List<Node> nodes() {
    return nodes;
  }

  /** Publishes the second version of a class, once. */
  void publish(String className) {
    if (published.add(className)) {
      trace.add("publish: " + className + " 2");
      LedgerClasses.publishSecond(className, disk.memory.registry());
    }
  }

  boolean breaksIsolate() {
    boolean breaks = weather.breaksIsolate();
    if (breaks) {
      broken = true;
      trace.add("an isolate breaks");
    }
    return breaks;
  }

  boolean holdsWorker() {
    boolean holds = weather.holdsWorker();
    if (holds) {
      trace.add("a turn takes long");
    }
    return holds;
  }

  String nextMessageId() {
    return "m%06d".formatted(++messageIds);
  }

  int nextRequest() {
    return ++requests;
  }

  /** How many processes have started beside another one. */
  long rivals() {
    return rivals;
  }
}
