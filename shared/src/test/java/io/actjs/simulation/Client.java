package io.actjs.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Position;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.subscription.Subscription;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends what the workload wants, and holds the server to what it answers. */
final class Client {
  private static final Principal ME = Principal.of("client", List.of());

  private final Simulation world;
  private final Set<String> waiting = new TreeSet<>();

  Client(Simulation world) {
    this.world = world;
  }

  /**
   * Calls a handler that does the operation.
   *
   * @param operation null when the handler only reads
   */
  void call(
      Node node,
      ActorRef ref,
      String method,
      String arguments,
      @Nullable Operation operation,
      boolean pinned) {
    ActorModel model = world.model.of(ref);
    Set<String> before = model.acknowledged();
    CallOptions options = pinned ? CallOptions.pinned(LedgerClasses.PIN) : CallOptions.DEFAULT;
    String what = method + " " + ref + " " + arguments + (pinned ? " pinned" : "");
    track(
        node,
        what,
        node.runtime.call(ref, method, arguments, options),
        result -> {
          ended(operation);
          JsonNode shown = LedgerState.parse(result == null ? "{}" : result);
          Set<String> done = new HashSet<>();
          shown.path("ops").forEach(each -> done.add(each.asText()));
          if (operation != null) {
            model.acknowledge(operation.id);
          }
          model.requireShown(done);
          requireVersion(ref, shown, pinned);
          if (world.rivals() == 0) {
            // Beside another process, what is read may be old.
            requireFresh(model, before, done, what);
          }
        },
        reason -> {
          ended(operation);
          if (operation != null && isSure(reason.code())) {
            Violation.require(
                !model.hasDone(operation.id), "%s has failed and is durable", operation);
            var unused = operation.traceless();
          }
        });
  }

  private void ended(@Nullable Operation operation) {
    if (operation != null) {
      world.model.waits.over(operation.id);
    }
  }

  private static void requireVersion(ActorRef ref, JsonNode shown, boolean pinned) {
    String version = shown.path("version").asText();
    Violation.require(
        !pinned || version.equals(LedgerClasses.V1.toString()),
        "%s ran %s for a caller that is pinned to the first version",
        ref,
        version);
  }

  /** What was acknowledged before a call was sent is there when it is handled. */
  private static void requireFresh(
      ActorModel model, Set<String> before, Set<String> done, String what) {
    for (String id : before) {
      Violation.require(
          done.contains(id) || !model.isAcknowledged(id), "%s did not see %s", what, id);
    }
  }

  /** Whether what failed like this has certainly had no effect. */
  private static boolean isSure(ProblemCode code) {
    return switch (code) {
      case HandlerError, ActorAbort, ManifestRegression, MailboxFull, CallCycle, Gone -> true;
      default -> false;
    };
  }

  /** Sends a durable message. */
  void tell(Node node, ActorRef ref, String type, String payload, Operation operation) {
    track(
        node,
        "tell " + ref + " " + type + " " + payload,
        node.runtime.tell(ref, type, payload, CallOptions.DEFAULT),
        id ->
            Violation.require(
                world.model.messages.wasStored(id),
                "message %s was acknowledged and is not durable",
                operation),
        reason -> {});
  }

  void read(Node node, ActorRef ref) {
    ActorModel model = world.model.of(ref);
    track(
        node,
        "read " + ref,
        node.runtime.read(ref, CallOptions.DEFAULT),
        view -> {
          LedgerState durable = model.stateAt(view.seq());
          Violation.require(
              LedgerState.of(view.state()).equals(durable),
              "%s is read as %s at turn %d, not %s",
              ref,
              view.state(),
              view.seq(),
              durable);
        },
        reason -> {});
  }

  /** Changes an actor of which nothing is stored. */
  void note(Node node, BoardModel board, String id) {
    track(
        node,
        "note " + board.ref + " " + id,
        node.runtime.call(board.ref, "note", "{\"op\":\"" + id + "\"}", CallOptions.DEFAULT),
        done -> {},
        reason -> {});
  }

  void read(Node node, BoardModel board) {
    long before = board.highest();
    track(
        node,
        "read " + board.ref,
        node.runtime.read(board.ref, CallOptions.DEFAULT),
        view -> {
          if (world.rivals() == 0) {
            board.shown(view.seq(), LedgerState.of(view.state()), before);
          }
        },
        reason -> {});
  }

  void watch(Node node, BoardWatcher watcher) {
    track(
        node,
        "watch " + watcher.model.ref,
        node.runtime.subscribe(watcher.model.ref, watcher, CallOptions.DEFAULT),
        watcher::attached,
        reason -> {});
  }

  /** Does what never ends, until its time is up. */
  void hold(Node node, ActorRef ref) {
    track(
        node,
        "hold " + ref,
        node.runtime.call(ref, "hold", "{}", CallOptions.DEFAULT),
        done -> {
          throw new Violation("what never ends has ended");
        },
        reason -> {});
  }

  /** Nothing is under way: the actor is as its durable turns made it, or gone with reason. */
  void requireState(Node node, ActorRef ref) {
    ActorModel model = world.model.of(ref);
    track(
        node,
        "read at last " + ref,
        node.runtime.read(ref, CallOptions.DEFAULT),
        view ->
            Violation.require(
                LedgerState.of(view.state()).equals(model.state()),
                "%s is %s at last, not %s",
                ref,
                view.state(),
                model.state()),
        reason ->
            Violation.require(
                reason.code() == (model.isClosed() ? ProblemCode.Gone : ProblemCode.ActorNotFound)
                    && (model.isClosed() || model.seq() == 0),
                "%s cannot be read: %s",
                ref,
                reason));
  }

  void delete(Node node, ActorRef ref) {
    track(
        node,
        "delete " + ref,
        node.runtime.delete(ref),
        done ->
            Violation.require(
                world.model.of(ref).isClosed(), "%s is said to be deleted and is not", ref),
        reason -> {});
  }

  void migrate(Node node, ActorRef ref, Version to) {
    track(
        node,
        "migrate " + ref + " to " + to,
        node.runtime.maintenance().migrate(ref, to, ME),
        head -> requireStored(ref, head.version()),
        reason -> {});
  }

  void rollback(Node node, ActorRef ref) {
    world.model.of(ref).mayRollBack();
    track(
        node,
        "rollback " + ref,
        node.runtime.maintenance().rollback(ref, true, ME),
        head -> requireStored(ref, head.version()),
        reason -> {});
  }

  private void requireStored(ActorRef ref, Version version) {
    Violation.require(
        world.model.of(ref).turns().stream().anyMatch(turn -> turn.version().equals(version)),
        "%s is said to be at %s and never was",
        ref,
        version);
  }

  void watch(Node node, Watcher watcher) {
    Position from = watcher.position();
    track(
        node,
        "watch " + watcher.ref + (from == null ? "" : " from " + from),
        node.runtime.subscribe(watcher.ref, from, watcher, CallOptions.DEFAULT),
        watcher::attached,
        reason -> {});
  }

  /** What is done with an answer. */
  private interface Check<T extends @Nullable Object> {
    void of(T answer);
  }

  private <T extends @Nullable Object> void track(
      Node node,
      String what,
      CompletableFuture<T> answer,
      Check<T> answered,
      Check<ActjsException> failed) {
    String name = world.nextRequest() + " to node " + node.number + ", " + what;
    world.trace.add("request: " + name);
    waiting.add(name);
    var unused =
        answer.whenComplete(
            (result, failure) -> {
              if (!node.isAlive()) {
                return;
              }
              waiting.remove(name);
              world.verdict.during(
                  () -> {
                    if (failure == null) {
                      world.trace.add(
                          "answer: "
                              + name
                              + " -> "
                              + (result instanceof Subscription ? "attached" : result));
                      answered.of(result);
                    } else if (failure instanceof ActjsException reason) {
                      world.trace.add(reason.code() + ": " + name + " -> " + reason.detail());
                      failed.of(reason);
                    } else {
                      throw new Violation(what + " failed with " + failure);
                    }
                  });
            });
  }

  /** The node does not answer any more. */
  void lost(Node node) {
    waiting.removeIf(name -> name.contains(" to node " + node.number + ", "));
  }

  /** Requests without an answer. */
  Set<String> waiting() {
    return waiting;
  }
}
