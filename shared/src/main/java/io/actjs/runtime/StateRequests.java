package io.actjs.runtime;

import io.actjs.engine.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The states that the kernel was asked for: for who reads, for new subscribers, and for the
 * snapshot that is due when the journal since the last one outweighs it. Confined to the worker.
 */
final class StateRequests {
  /** A snapshot costs as much as the whole state, so at least this much journal goes before one. */
  private static final long MIN_JOURNAL_CHARS = 32 << 10;

  private final ActorHost host;
  private final HostState state;
  private final ArrayDeque<Request> requests = new ArrayDeque<>(1);
  private long journalChars;
  private long snapshotChars;
  private boolean snapshotAsked;

  /** A state that the kernel was asked for, and who gets it. */
  private record Request(long id, List<Message.Query> queries, boolean snapshot) {}

  StateRequests(ActorHost host, HostState state) {
    this.host = host;
    this.state = state;
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
  boolean query(Message.Query first) {
    List<Message.Query> queries = new ArrayList<>(1);
    queries.add(first);
    for (Message next = host.pending.next(); next != null; next = host.pending.next()) {
      // Another pin may have to be refused, which is not done here.
      if (!(next instanceof Message.Query query) || !Objects.equals(query.pin(), first.pin())) {
        host.pending.putBack(next);
        break;
      }
      queries.add(query);
    }
    ask(queries, false);
    return true;
  }

  private void ask(List<Message.Query> queries, boolean snapshot) {
    Request request = new Request(host.worker.newTurn(), queries, snapshot);
    requests.add(request);
    host.worker.frame().state(host.number, request.id);
  }

  /** Whether the journal since the last snapshot outweighs one. */
  boolean snapshotDue() {
    return state.stores()
        && !snapshotAsked
        && host.isQuiet()
        && journalChars > Math.max(MIN_JOURNAL_CHARS, snapshotChars);
  }

  /** Whether storage would have to replay turns at the next activation. */
  boolean snapshotUseful() {
    return state.stores() && journalChars > 0;
  }

  void askSnapshot() {
    snapshotAsked = true;
    ask(List.of(), true);
  }

  void answered(Outcome.State answer) {
    Request request = requests.removeFirst();
    if (request.id != answer.request()) {
      throw new IllegalStateException("the kernel answers state requests in order");
    }
    if (request.snapshot) {
      snapshotAsked = false;
      journalChars = 0;
      snapshotChars = answer.json().length();
    }
    host.outputAfterTurns(
        new StateOutput(host, state.view(answer.json()), request.queries, request.snapshot));
    host.exit().snapshotTaken();
  }

  /** Queries that the kernel will not answer any more. */
  void drain(Consumer<Message> messages) {
    for (Request request : requests) {
      request.queries.forEach(messages);
    }
    requests.clear();
  }

  boolean any() {
    return !requests.isEmpty();
  }
}
