package io.actjs.actjsd.access.hook;

import io.actjs.engine.Engine;
import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An isolate with the function in it, and nothing else. It belongs to the thread that made it. */
final class HookIsolate implements AutoCloseable {
  private static final int KEY = 1;
  private static final int HOST = 1;

  /** Steps in which an answer has to come: nothing that it could wait for takes more. */
  private static final int MOST_STEPS = 100;

  private final HookFunction function;
  private final Isolate isolate;
  private long turn;

  /**
   * What the function answered.
   *
   * @param json of the principal; null when it failed
   * @param failure why, for the log; null when it did not
   * @param isFit whether the isolate can be used for the next request
   */
  record Answer(@Nullable String json, @Nullable String failure, boolean isFit) {}

  /**
   * @throws ActjsException {@code ClassInvalid} and others when what stands outside of the function
   *     fails
   */
  HookIsolate(Engine engine, HookFunction function) {
    this.function = function;
    isolate = engine.newIsolate();
    try {
      var unused = isolate.load(KEY, function.compiled());
      Frame frame = isolate.newFrame();
      frame.activate(HOST, KEY, "auth", 0, null);
      frame.start(HOST, ++turn, true, null, Clock.SYSTEM.nowMs());
      Answer started = run(frame);
      if (started.failure != null) {
        throw new ActjsException(ProblemCode.ClassInvalid, started.failure);
      }
    } catch (RuntimeException | Error e) {
      isolate.close();
      throw e;
    }
  }

  HookFunction function() {
    return function;
  }

  /** Calls the function; takes as long as its CPU time may be, at most. */
  Answer ask(String request) {
    Frame frame = isolate.newFrame();
    frame.call(HOST, ++turn, HookFunction.HANDLER, request, Clock.SYSTEM.nowMs());
    return run(frame);
  }

  private Answer run(Frame frame) {
    try {
      List<Outcome> outcomes = new ArrayList<>(isolate.step(frame));
      for (int i = 0; i < MOST_STEPS && isolate.unfinished(); i++) {
        outcomes.addAll(isolate.step(isolate.newFrame()));
      }
      return answerOf(outcomes);
    } catch (ActjsException e) {
      return new Answer(null, e.code() + ": " + e.detail(), false);
    }
  }

  private Answer answerOf(List<Outcome> outcomes) {
    Answer answer = new Answer(null, "it did not answer", false);
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.TurnDone done && done.turn() == turn) {
        answer = new Answer(done.result() == null ? "null" : done.result(), null, true);
      } else if (outcome instanceof Outcome.TurnFailed failed && failed.turn() == turn) {
        boolean isFit = outcomes.stream().noneMatch(other -> other instanceof Outcome.ActorLost);
        answer = new Answer(null, reason(failed), isFit);
      } else if (outcome instanceof Outcome.TurnSuspended) {
        // There is no timer and no network: what it awaits never comes.
        answer = new Answer(null, "it awaits what never comes", false);
      }
    }
    return answer;
  }

  private String reason(Outcome.TurnFailed failed) {
    String what = failed.code() + ": " + failed.message();
    return failed.stack().isEmpty() ? what : what + "\n" + function.located(failed.stack());
  }

  @Override
  public void close() {
    isolate.close();
  }
}
