package io.actjs.runtime.host;

import io.actjs.engine.Frame;
import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.Envelope;
import io.actjs.model.Position;
import io.actjs.model.TurnRecord;
import io.actjs.policy.Charge;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.TurnCaller;
import io.actjs.runtime.output.StoreAccess;
import io.actjs.runtime.output.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The states requested from the kernel: for readers, for new subscribers, and for the snapshot that
 * is due when the journal since the last one outweighs it. Confined to the worker.
 */
final class StateRequests {
  /** A snapshot costs as much as the whole state, so at least this much journal goes before one. */
  private static final long MIN_JOURNAL_CHARS = 32 << 10;

  private final ActorHost host;
  private final RunningActor actor;
  private final ArrayDeque<Request> requests = new ArrayDeque<>(1);

  /** Those who watch and wait for the position that goes with the state. */
  private final List<Delivery> held = new ArrayList<>(0);

  private long journalChars;
  private long snapshotChars;
  private boolean snapshotAsked;

  /** The request of somebody who waits to be let through and does not ask for the state; or 0. */
  private long asking;

  /** Who has been let through, and goes on with the next look at the messages. */
  private @Nullable Delivery allowed;

  /** A state requested from the kernel, and its receivers. */
  private record Request(long id, List<Delivery> queries, boolean snapshot) {}

  StateRequests(ActorHost host, RunningActor actor) {
    this.host = host;
    this.actor = actor;
  }

  /** The actor begins with a stored state of that many characters. */
  void began(long chars) {
    snapshotChars = chars;
  }

  /** The journal since then has that many more characters. */
  void grew(long chars) {
    journalChars += chars;
  }

  /** Asks for the state once for this query and those that stand right behind it. */
  boolean query(Delivery first) {
    List<Delivery> queries = new ArrayList<>(1);
    queries.add(first);
    for (Delivery next = host.pending.next(); next != null; next = host.pending.next()) {
      if (!isLike(next, first)) {
        host.pending.putBack(next);
        break;
      }
      actor.minds(next);
      queries.add(next);
    }
    ask(queries, false);
    return true;
  }

  /**
   * Keeps one who watches until the position of the state is known. It is not for an actor of which
   * nothing but a snapshot was read; the snapshot's turn is read then, once.
   */
  boolean hold(Delivery watch) {
    held.add(watch);
    if (held.size() == 1) {
      long seq = actor.shownSeq();
      StoreAccess store = host.services.store();
      store.attempt(
          () -> store.driver().readJournal(host.ref(), seq, 1),
          turns -> host.execute(() -> placed(seq, turns)),
          e -> host.execute(() -> placed(seq, List.of())));
    }
    return true;
  }

  private void placed(long seq, List<TurnRecord> turns) {
    boolean found = !turns.isEmpty() && turns.getFirst().seq() == seq;
    actor.placed(seq, found ? Position.of(turns.getFirst()) : null);
    for (Delivery watch : held.reversed()) {
      host.pending.putBack(watch);
    }
    held.clear();
    host.pump();
  }

  private void ask(List<Delivery> queries, boolean snapshot) {
    Request request = new Request(host.worker.newTurn(), queries, snapshot);
    requests.add(request);
    Delivery first = queries.isEmpty() ? null : queries.getFirst();
    String kind = first == null || !actor.isAsked() ? null : kindOf(first);
    if (first == null || kind == null) {
      host.worker.frame().state(host.number(), request.id);
    } else {
      decide(request, first, new Frame.Wish(kind, null, null, true));
    }
  }

  private void decide(Request request, Delivery delivery, Frame.Wish wish) {
    host.worker.frame().decide(host.number(), request.id, wish, TurnCaller.of(delivery));
  }

  /** What the policy is asked about; null for what it need not be asked about. */
  private static @Nullable String kindOf(Delivery delivery) {
    return switch (delivery.kind()) {
      case QUERY -> "read";
      case WATCH, FOLLOW -> "subscribe";
      case DELETE -> "destroy";
      // Who may create it was asked before its first hook, and turns are asked about by the kernel.
      case CREATE, CALL, TELL, LIFECYCLE, HOOK, ASK, MIGRATE, ROLLBACK, ERASE, WAKE -> null;
    };
  }

  /**
   * Whether the policy lets the delivery through. If that is not known it is asked; nothing else is
   * begun until it has answered, and then the delivery is given again.
   */
  boolean isAllowed(Delivery delivery) {
    if (!actor.isAsked() || allowed == delivery) {
      allowed = null;
      return true;
    }
    String kind = Objects.requireNonNull(kindOf(delivery), "the policy is asked about it");
    leave(delivery, new Frame.Wish(kind, null, null, false));
    return false;
  }

  /** Answers whether its sender may do what it asks about. */
  void answerWish(Delivery ask) {
    String[] what = ask.envelope().name().split(":", 2);
    String method = what.length == 2 ? what[1] : null;
    leave(ask, new Frame.Wish(what[0], method, ask.envelope().payload(), false));
  }

  private void leave(Delivery delivery, Frame.Wish wish) {
    Request request = new Request(host.worker.newTurn(), List.of(delivery), false);
    requests.add(request);
    asking = request.id;
    decide(request, delivery, wish);
  }

  /** Whether nothing may begin before somebody is let through, or is not. */
  boolean isAsking() {
    return asking != 0;
  }

  void decided(Outcome.Decided decision) {
    Request request = take(decision.request());
    if (request == null) {
      return;
    }
    Outcome.Refusal refused = decision.refusal();
    ActjsException refusal =
        refused == null
            ? null
            : new ActjsException(
                refused.code(), refused.message(), actor.ranAs(refused.members()), null);
    for (Delivery delivery : request.queries) {
      actor.activity().decided(refusal == null);
      if (delivery.kind() == Envelope.Kind.ASK) {
        Answer.Decided answer = new Answer.Decided(decision.by(), refusal);
        host.outputs.sendAfterTurns(Verdict.answer(host.outputs.gate, delivery, answer));
      } else if (refusal != null) {
        host.services.denials().denied(delivery.envelope());
        host.outputs.refuse(delivery, refusal);
      } else {
        allowed = delivery;
        host.pending.putBack(delivery);
      }
    }
    if (request.id == asking) {
      asking = 0;
    }
    ended();
  }

  /** The isolate ended while it worked on a request: whoever asked is told, and does not again. */
  void lost(long id, ActjsException reason) {
    for (Request request : requests) {
      if (request.id == id) {
        requests.remove(request);
        request.queries.forEach(query -> host.outputs.refuse(query, reason));
        return;
      }
    }
  }

  /** Whether the journal since the last snapshot outweighs one. */
  boolean snapshotDue() {
    return actor.stores()
        && !snapshotAsked
        && host.input.isQuiet()
        && journalChars > Math.max(MIN_JOURNAL_CHARS, snapshotChars);
  }

  /** Whether storage would have to replay turns at the next activation. */
  boolean snapshotUseful() {
    return actor.stores() && journalChars > 0;
  }

  void askSnapshot() {
    snapshotAsked = true;
    ask(List.of(), true);
  }

  void answered(Outcome.State answer) {
    Request request = take(answer.request());
    if (request == null) {
      return;
    }
    if (request.snapshot) {
      snapshotAsked = false;
      journalChars = 0;
      snapshotChars = answer.json().length();
    }
    if (actor.isAsked()) {
      request.queries.forEach(query -> actor.counts(query.kind(), true));
    }
    Charge charge = host.worker.claim(answer.json().length());
    host.outputs.sendAfterTurns(
        new StateOutput(
            host,
            actor.view(answer.json()),
            at(request, answer.viewer()),
            request.queries,
            watching(request) ? answer.viewer() : null,
            request.snapshot,
            charge));
    ended();
  }

  private static boolean watching(Request request) {
    return !request.queries.isEmpty() && request.queries.getFirst().kind() == Envelope.Kind.WATCH;
  }

  /** Where the state is: of one who sees a part of it, in what it has seen. */
  private Position at(Request request, @Nullable String viewer) {
    return viewer != null && watching(request)
        ? actor.viewers().opened(viewer, actor.position())
        : actor.position();
  }

  /** There is no memory for the state: who asked is told, and a snapshot is asked for later. */
  void refused(Outcome.StateRefused refusal) {
    Request request = take(refusal.request());
    if (request == null) {
      return;
    }
    if (request.snapshot) {
      snapshotAsked = false;
    }
    ActjsException reason = host.services.memory().exhausted();
    request.queries.forEach(query -> host.outputs.refuse(query, reason));
    ended();
  }

  /** The request that the kernel has answered; null when its queries have gone to the successor. */
  private @Nullable Request take(long id) {
    Request request = requests.peek();
    // The kernel answers in order.
    return request == null || request.id != id ? null : requests.remove();
  }

  private void ended() {
    if (requests.isEmpty()) {
      host.on(new HostEvent.SnapshotTaken());
    }
  }

  /**
   * Whether both may have the same answer: another pin may have to be refused, and who creates an
   * actor, looks for one or watches what may become one is answered differently until there is one.
   */
  private boolean isLike(Delivery next, Delivery first) {
    return isQuery(next)
        && !next.isKeyed()
        && (next.kind() == first.kind() || !actor.isUnborn())
        && actor.lets(next)
        && (!actor.isAsked() || isOfSame(next, first))
        && next.isStrict() == first.isStrict()
        && Objects.equals(next.pin(), first.pin());
  }

  private static boolean isOfSame(Delivery next, Delivery first) {
    return next.kind() == first.kind()
        && TurnCaller.Sender.of(next).equals(TurnCaller.Sender.of(first));
  }

  private static boolean isQuery(Delivery delivery) {
    return switch (delivery.kind()) {
      case QUERY, CREATE, WATCH -> true;
      case CALL, TELL, FOLLOW, LIFECYCLE, HOOK, ASK, DELETE, MIGRATE, ROLLBACK, ERASE, WAKE ->
          false;
    };
  }

  /** Queries that the kernel will not answer any more. */
  void drain(Consumer<Delivery> receiver) {
    for (Request request : requests) {
      request.queries.forEach(receiver);
    }
    requests.clear();
    asking = 0;
    allowed = null;
    held.forEach(receiver);
    held.clear();
  }

  boolean any() {
    return !requests.isEmpty() || !held.isEmpty();
  }
}
