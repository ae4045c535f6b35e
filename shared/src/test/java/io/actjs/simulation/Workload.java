package io.actjs.simulation;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.simulation.Operation.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What clients and operators do, at random, to a handful of actors. */
final class Workload {
  private static final List<ActorRef> LEDGERS =
      List.of(
          new ActorRef("Ledger", "a"), new ActorRef("Ledger", "b"), new ActorRef("Ledger", "c"));
  private static final List<ActorRef> ACTORS = new ArrayList<>(LEDGERS);

  static {
    ACTORS.add(new ActorRef("Account", "x"));
    ACTORS.add(new ActorRef("Account", "y"));
  }

  private static final List<ActorRef> BOARDS =
      List.of(new ActorRef("Board", "p"), new ActorRef("Board", "q"));

  /** How long an actor may fail to start. */
  private static final int LONGEST_DOZE_MS = 3_000;

  private final Simulation world;
  private final RandomGenerator random;
  private final Client client;
  private final List<Watcher> watchers = new ArrayList<>();

  /** Watchers that were cut off, and come back some time. */
  private final List<Watcher> away = new ArrayList<>();

  private final List<BoardWatcher> boardWatchers = new ArrayList<>();
  private int operations;

  Workload(Simulation world, Client client) {
    this.world = world;
    this.random = world.random;
    this.client = client;
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private String nextId() {
    return "op" + ++operations;
  }

  /** Does one thing at the node. */
  void act(Node node) {
    ActorRef ref = oneOf(ACTORS);
    int dice = random.nextInt(114);
    if (dice < 20) {
      add(node, ref, random.nextInt(5) == 0);
    } else if (dice < 28) {
      client.call(node, ref, "get", "{}", null, random.nextInt(4) == 0);
    } else if (dice < 36) {
      fail(node, ref);
    } else if (dice < 46) {
      send(node, ref);
    } else if (dice < 54) {
      transfer(node, ref, oneOf(ACTORS));
    } else if (dice < 60) {
      later(node, ref, "add");
    } else if (dice < 62) {
      every(node, oneOf(LEDGERS));
    } else if (dice < 70) {
      tell(node, ref);
    } else if (dice < 76) {
      shaky(node, oneOf(LEDGERS));
    } else if (dice < 84) {
      watch(node, ref);
    } else if (dice < 89) {
      client.read(node, ref);
    } else if (dice < 100) {
      operate(node, ref);
    } else if (dice < 108) {
      board(node, world.model.board(oneOf(BOARDS)));
    } else if (dice < 111) {
      cross(node);
    } else {
      stick(node, oneOf(LEDGERS));
    }
  }

  private void board(Node node, BoardModel board) {
    int dice = random.nextInt(10);
    if (dice < 5) {
      client.note(node, board, nextId());
    } else if (dice < 7) {
      client.read(node, board);
    } else if (dice < 8) {
      client.hold(node, board.ref);
    } else if (boardWatchers.isEmpty() || random.nextBoolean()) {
      BoardWatcher watcher =
          new BoardWatcher(board, world.trace, world.verdict, node, world::rivals);
      boardWatchers.add(watcher);
      client.watch(node, watcher);
    } else {
      boardWatchers.remove(random.nextInt(boardWatchers.size())).close();
    }
  }

  /** Two actors call each other. */
  private void cross(Node node) {
    ActorRef one = oneOf(ACTORS);
    ActorRef other = oneOf(ACTORS);
    transfer(node, one, other);
    transfer(node, other, one);
  }

  /** Something that does not end by itself. */
  private void stick(Node node, ActorRef ref) {
    String id = nextId();
    String arguments = "{\"op\":\"" + id + "\"}";
    switch (random.nextInt(6)) {
      case 0 -> client.hold(node, ref);
      case 1 -> {
        Operation operation = world.model.operations.expect(id, ref, Way.CALL);
        client.call(
            node,
            ref,
            "doze",
            "{\"op\":\"%s\",\"ms\":%d}".formatted(id, random.nextInt(LONGEST_DOZE_MS)),
            operation,
            false);
      }
      case 2 -> {
        Operation operation = world.model.operations.expect(id, ref, Way.MESSAGE).traceless();
        client.tell(node, ref, "never", arguments, operation);
      }
      case 3 -> {
        Operation operation = world.model.operations.expect(id, ref, Way.MESSAGE).traceless();
        client.tell(
            node,
            ref,
            "relay",
            "{\"op\":\"%s\",\"to\":%s}".formatted(id, json(oneOf(LEDGERS))),
            operation);
      }
      default -> later(node, ref, "never");
    }
  }

  private void operate(Node node, ActorRef ref) {
    int dice = random.nextInt(12);
    if (dice == 0) {
      client.delete(node, ref);
    } else if (dice < 3) {
      world.publish(ref.className());
    } else if (dice < 7) {
      client.migrate(node, oneOf(LEDGERS), LedgerClasses.V2);
    } else if (dice < 9) {
      client.rollback(node, oneOf(LEDGERS));
    } else {
      sweep(node);
    }
  }

  private void sweep(Node node) {
    world.trace.add("sweep");
    try {
      var unused = node.runtime.maintenance().sweep();
    } catch (ActjsException e) {
      world.trace.add("sweep refused: " + e.code());
    }
  }

  private void add(Node node, ActorRef ref, boolean pinned) {
    String id = nextId();
    Operation operation = world.model.operations.expect(id, ref, Way.CALL);
    client.call(node, ref, "add", "{\"op\":\"" + id + "\"}", operation, pinned);
  }

  private void fail(Node node, ActorRef ref) {
    String id = nextId();
    ActorRef to = oneOf(ACTORS);
    Operation operation = world.model.operations.expect(id, ref, Way.CALL).traceless();
    var unused = world.model.operations.expect(id + ".t0", to, Way.MESSAGE).traceless();
    var unusedToo = world.model.operations.expect(id + ".r", ref, Way.MESSAGE).traceless();
    String arguments =
        "{\"op\":\"%s\",\"to\":%s,\"abort\":%b}".formatted(id, json(to), random.nextBoolean());
    client.call(node, ref, "fail", arguments, operation, false);
  }

  private void send(Node node, ActorRef ref) {
    String id = nextId();
    Operation operation = world.model.operations.expect(id, ref, Way.CALL);
    List<String> targets = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      ActorRef to = oneOf(ACTORS);
      var unused = world.model.operations.expect(id + ".t" + targets.size(), to, Way.MESSAGE);
      targets.add(json(to));
    }
    client.call(
        node, ref, "send", "{\"op\":\"%s\",\"to\":%s}".formatted(id, targets), operation, false);
  }

  private void transfer(Node node, ActorRef ref, ActorRef to) {
    String id = nextId();
    Operation operation = world.model.operations.expect(id, ref, Way.CALL);
    var unused = world.model.operations.expect(id + ".c", to, Way.CALL);
    client.call(
        node,
        ref,
        "transfer",
        "{\"op\":\"%s\",\"to\":%s}".formatted(id, json(to)),
        operation,
        random.nextInt(8) == 0);
  }

  private void later(Node node, ActorRef ref, String type) {
    String id = nextId();
    Operation operation = world.model.operations.expect(id, ref, Way.CALL);
    Operation later = world.model.operations.expect(id + ".r", ref, Way.MESSAGE);
    if (type.equals("never")) {
      var unused = later.traceless();
    }
    String arguments =
        "{\"op\":\"%s\",\"ms\":%d,\"type\":\"%s\"}".formatted(id, random.nextInt(5_000), type);
    client.call(node, ref, "later", arguments, operation, random.nextInt(8) == 0);
  }

  private void every(Node node, ActorRef ref) {
    String id = nextId();
    Operation operation = world.model.operations.expect(id, ref, Way.CALL);
    String arguments =
        "{\"op\":\"%s\",\"ms\":%d,\"times\":%d}"
            .formatted(id, 1_000 + random.nextInt(2_000), 1 + random.nextInt(3));
    client.call(node, ref, "every", arguments, operation, false);
  }

  private void tell(Node node, ActorRef ref) {
    String id = nextId();
    Operation operation = world.model.operations.expect(id, ref, Way.MESSAGE);
    client.tell(node, ref, "add", "{\"op\":\"" + id + "\"}", operation);
  }

  /** A message whose handler fails a few times, or always. */
  private void shaky(Node node, ActorRef ref) {
    String id = nextId();
    Operation operation = world.model.operations.expect(id, ref, Way.MESSAGE);
    int failures = random.nextBoolean() ? 1 : 1_000;
    if (failures > 1) {
      var unused = operation.traceless();
    }
    String payload = "{\"op\":\"%s\",\"failures\":%d}".formatted(id, failures);
    client.tell(node, ref, "shaky", payload, operation);
  }

  private void watch(Node node, ActorRef ref) {
    if (!away.isEmpty() && random.nextInt(2) == 0) {
      Watcher back = away.remove(random.nextInt(away.size())).again(node);
      watchers.add(back);
      client.watch(node, back);
    } else if (!watchers.isEmpty() && random.nextInt(3) == 0) {
      Watcher cut = watchers.remove(random.nextInt(watchers.size()));
      cut.close();
      goAway(cut);
    } else if (!watchers.isEmpty() && random.nextInt(4) == 0) {
      oneOf(watchers).resync();
    } else {
      Watcher watcher = new Watcher(world.model.of(ref), ref, world.trace, node, world::rivals);
      watchers.add(watcher);
      client.watch(node, watcher);
    }
  }

  private void goAway(Watcher watcher) {
    if (watcher.isSomewhere()) {
      away.add(watcher);
    }
  }

  /** The node's watchers see nothing more. */
  void lost(Node node) {
    watchers.stream().filter(watcher -> watcher.node == node).forEach(this::goAway);
    watchers.removeIf(watcher -> watcher.node == node);
    boardWatchers.removeIf(watcher -> watcher.node == node);
  }

  /** Changes every actor that is watched. */
  void touchWatched(Node node) {
    watchers.stream().map(watcher -> watcher.ref).distinct().forEach(ref -> add(node, ref, false));
    boardWatchers.stream()
        .map(watcher -> watcher.model)
        .distinct()
        .forEach(board -> client.note(node, board, nextId()));
  }

  void stopWatching() {
    watchers.forEach(Watcher::close);
    watchers.clear();
    away.clear();
    boardWatchers.forEach(BoardWatcher::close);
    boardWatchers.clear();
  }

  /** Everything is quiet: who watches has seen all of it. */
  void requireComplete() {
    watchers.forEach(Watcher::requireComplete);
    boardWatchers.forEach(BoardWatcher::requireComplete);
  }

  private static String json(ActorRef ref) {
    return "{\"class\":\"%s\",\"id\":\"%s\"}".formatted(ref.className(), ref.id());
  }
}
