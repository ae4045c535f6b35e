package io.actjs.engine.repeat;

import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a turn again and again on copies of its actor, each time with one thing changed: what comes
 * of it tells what it depends on. The isolate is its own; nothing of what the copies do leaves it.
 */
final class TurnRepeater {
  private static final int CLASS_KEY = 1;
  private static final int HOST = 1;
  private static final String SEED = "0a".repeat(32);
  private static final String OTHER_SEED = "a0".repeat(32);

  /** Later by about 400 days, so that every part of a date is another one. */
  private static final long LATER_MS = 34_567_890_123L;

  /** Steps that a turn may need: each answers what it asks for. */
  private static final int MOST_STEPS = 1_000;

  private static final int MOST_VALUES = 1_000;

  private final Isolate isolate;
  private final Frame frame;
  private long number;

  TurnRepeater(Isolate isolate) {
    this.isolate = isolate;
    this.frame = isolate.newFrame();
  }

  /** What the turn depends on beside state and arguments; at most one of each cause. */
  List<Difference> differences(RecordedTurn turn) {
    List<Difference> found = new ArrayList<>();
    long now = turn.nowMs();
    activate(turn, turn.state(), turn.tags(), now);
    Ends first = run(turn, SEED, now);
    if (first.wasStopped() || !first.isOver()) {
      return found;
    }
    String after = state();
    Ends warm = run(turn, SEED, now);
    activate(turn, after, first.tags(turn.tags()), now);
    compare(found, turn, Difference.Cause.MEMORY, warm, run(turn, SEED, now));
    activate(turn, turn.state(), turn.tags(), now + LATER_MS);
    compare(found, turn, Difference.Cause.CLOCK, first, run(turn, SEED, now + LATER_MS));
    activate(turn, turn.state(), turn.tags(), now);
    compare(found, turn, Difference.Cause.CHANCE, first, run(turn, OTHER_SEED, now));
    return found;
  }

  private static void compare(
      List<Difference> found, RecordedTurn turn, Difference.Cause cause, Ends one, Ends other) {
    String where = one.wasStopped() || other.wasStopped() ? null : one.firstDifference(other);
    if (where != null) {
      found.add(
          Difference.of(
              turn.compiled().ref(), turn.method(), cause, where, one.of(where), other.of(where)));
    }
  }

  /** Has the actor as one that has just been brought into a memory that knows nothing of it. */
  private void activate(RecordedTurn turn, String state, List<String> tags, long presentMs) {
    isolate.renew(SEED, presentMs);
    isolate.repeat(SEED, presentMs);
    var unused = isolate.load(CLASS_KEY, turn.compiled());
    RecordedTurn.Env env = turn.env();
    if (env != null) {
      frame.env(CLASS_KEY, env.environment(), env.json());
    }
    frame.activate(HOST, CLASS_KEY, turn.id(), 1, state);
    frame.tags(HOST, tags, false);
    frame.start(HOST, ++number, false, null, turn.nowMs());
    var unusedEnds = finish(turn);
  }

  private Ends run(RecordedTurn turn, String seed, long presentMs) {
    isolate.repeat(seed, presentMs);
    number++;
    if (turn.streams()) {
      frame.stream(
          HOST, number, MOST_VALUES, turn.method(), turn.args(), turn.caller(), turn.nowMs());
    } else {
      frame.call(
          HOST,
          number,
          Frame.THROUGH_SERVER,
          turn.method(),
          turn.args(),
          turn.caller(),
          turn.nowMs());
    }
    return finish(turn);
  }

  /** Steps until the turn has ended, or waits for what nobody answers. */
  private Ends finish(RecordedTurn turn) {
    Ends ends = new Ends();
    int answered = 0;
    for (int steps = 0; steps < MOST_STEPS; steps++) {
      List<Question> questions = new ArrayList<>();
      long stalled = -1;
      for (Outcome outcome : isolate.step(frame)) {
        Question question = Question.of(outcome);
        if (question != null) {
          questions.add(question);
        }
        if (outcome instanceof Outcome.Yielded yielded && yielded.stalls()) {
          stalled = yielded.turn();
        }
        ends.add(outcome);
      }
      for (Question question : questions) {
        if (!answer(turn, answered++, question)) {
          return ends.waiting(question);
        }
      }
      if (stalled >= 0) {
        frame.ask(HOST, stalled, MOST_VALUES);
      }
      if (ends.isOver() || (frame.size() == 0 && !isolate.unfinished())) {
        return ends;
      }
    }
    return ends;
  }

  /** False when the turn that was recorded did not ask for that. */
  private boolean answer(RecordedTurn turn, int index, Question question) {
    RecordedTurn.Answer answer = index < turn.answers().size() ? turn.answers().get(index) : null;
    if (answer == null || !answer.question().equals(question.kind())) {
      return false;
    }
    RecordedTurn.Refusal error = answer.error();
    if (error == null) {
      frame.resume(HOST, question.call(), answer.result());
    } else {
      frame.resumeError(HOST, question.call(), error.code(), error.message(), error.members());
    }
    return true;
  }

  private String state() {
    frame.state(HOST, ++number);
    for (Outcome outcome : isolate.step(frame)) {
      if (outcome instanceof Outcome.State state) {
        return state.json();
      }
    }
    throw new IllegalStateException("a copy has no state");
  }
}
