package io.actjs.engine.repeat;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.Frame;
import io.actjs.engine.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notes what the turns of one isolate are given, as far as they are to be repeated, and hands it on
 * when they have ended. The state before a turn is asked of the isolate, by a request of its own
 * that nobody else sees the answer of.
 */
final class Recorder {
  /** Requests from here on, downwards, are those of recorders: no other is negative. */
  private static final long REQUESTS = -1_000_000_000_000L;

  private final Repeats repeats;
  private final Map<Integer, CompiledClass> classes = new HashMap<>();
  private final Map<Integer, RecordedTurn.Env> envs = new HashMap<>();
  private final Map<Integer, Actor> actors = new HashMap<>();
  private final Map<Long, Turn> turns = new HashMap<>();
  private long request = REQUESTS;

  Recorder(Repeats repeats) {
    this.repeats = repeats;
  }

  /** What a turn is called with. */
  record Call(String method, String args, Frame.Caller caller, long nowMs, boolean streams) {}

  private static final class Actor {
    final int classKey;
    final String id;
    List<String> tags = List.of();

    /** A turn that was sent back comes again, and is let through then: no turn is kept waiting. */
    boolean passes;

    Actor(int classKey, String id) {
      this.classKey = classKey;
      this.id = id;
    }
  }

  private static final class Turn {
    final int host;
    final Actor actor;
    final Call call;
    final long request;
    final List<Question> questions = new ArrayList<>();
    final List<RecordedTurn.Answer> answers = new ArrayList<>();
    List<String> tags = List.of();
    @Nullable String state;

    Turn(int host, Actor actor, Call call, long request) {
      this.host = host;
      this.actor = actor;
      this.call = call;
      this.request = request;
    }
  }

  void loaded(int classKey, CompiledClass compiled) {
    classes.put(classKey, compiled);
  }

  void unloaded(int classKey) {
    classes.remove(classKey);
    envs.remove(classKey);
  }

  void env(int classKey, RecordedTurn.Env env) {
    envs.put(classKey, env);
  }

  void activated(int host, int classKey, String id) {
    actors.put(host, new Actor(classKey, id));
  }

  void tagged(int host, List<String> tags) {
    Actor actor = actors.get(host);
    if (actor != null) {
      actor.tags = List.copyOf(tags);
    }
  }

  void dropped(int host) {
    actors.remove(host);
    turns.values().removeIf(turn -> turn.host == host);
  }

  void forget(long turn) {
    turns.remove(turn);
  }

  /**
   * Before the command that begins a turn.
   *
   * @param frame gets the request for the state
   * @return whether the turn is recorded
   */
  boolean begins(Frame frame, int host, long turn, Call call) {
    Actor actor = actors.get(host);
    CompiledClass compiled = actor == null ? null : classes.get(actor.classKey);
    if (actor == null || compiled == null || !repeats.wants(compiled.ref(), call.method())) {
      return false;
    }
    if (actor.passes) {
      actor.passes = false;
      return false;
    }
    Turn recorded = new Turn(host, actor, call, --request);
    turns.put(turn, recorded);
    frame.state(host, recorded.request);
    return true;
  }

  void answered(
      int host, long call, @Nullable String result, RecordedTurn.@Nullable Refusal error) {
    for (Turn turn : turns.values()) {
      for (Question question : turn.questions) {
        if (turn.host == host && question.call() == call) {
          turn.answers.add(new RecordedTurn.Answer(question.kind(), result, error));
        }
      }
    }
  }

  /** The outcomes that are not a recorder's. */
  List<Outcome> take(List<Outcome> outcomes) {
    if (turns.isEmpty() && request == REQUESTS) {
      return outcomes;
    }
    List<Outcome> others = new ArrayList<>(outcomes.size());
    for (Outcome outcome : outcomes) {
      if (!isOwn(outcome)) {
        take(outcome);
        others.add(outcome);
      }
    }
    return others;
  }

  private boolean isOwn(Outcome outcome) {
    if (outcome instanceof Outcome.State state && state.request() < REQUESTS) {
      turns.values().stream()
          .filter(turn -> turn.request == state.request())
          .forEach(turn -> begun(turn, state.json()));
      return true;
    }
    return outcome instanceof Outcome.StateRefused refused && refused.request() < REQUESTS;
  }

  private static void begun(Turn turn, String state) {
    turn.state = state;
    turn.tags = turn.actor.tags;
  }

  private void take(Outcome outcome) {
    Question question = Question.of(outcome);
    if (question != null) {
      Turn turn = turns.get(question.turn());
      if (turn != null) {
        turn.questions.add(question);
      }
      return;
    }
    switch (outcome) {
      case Outcome.TurnDone done -> {
        ended(turns.remove(done.turn()));
        List<String> tags = done.tags();
        if (tags != null) {
          tagged(done.host(), tags);
        }
      }
      case Outcome.TurnFailed failed -> failed(turns.remove(failed.turn()), failed);
      case Outcome.TurnPutOff off -> ended(turns.remove(off.turn()));
      case Outcome.TurnDeferred deferred -> {
        Turn turn = turns.remove(deferred.turn());
        if (turn != null) {
          turn.actor.passes = true;
        }
      }
      case Outcome.ActorLost lost -> dropped(lost.host());
      default -> {}
    }
  }

  /** What a limit or a caller has ended would end otherwise each time. */
  private void failed(@Nullable Turn turn, Outcome.TurnFailed failed) {
    switch (failed.code()) {
      case HandlerTimeout, HeapExhausted, CapacityExhausted, Cancelled, TurnTimeout -> {}
      default -> ended(turn);
    }
  }

  private void ended(@Nullable Turn turn) {
    if (turn == null || turn.state == null) {
      return;
    }
    CompiledClass compiled = classes.get(turn.actor.classKey);
    if (compiled == null) {
      return;
    }
    Call call = turn.call;
    repeats.submit(
        new RecordedTurn(
            compiled,
            envs.get(turn.actor.classKey),
            turn.actor.id,
            turn.tags,
            turn.state,
            call.method(),
            call.args(),
            call.caller(),
            call.nowMs(),
            call.streams(),
            List.copyOf(turn.answers)));
  }
}
