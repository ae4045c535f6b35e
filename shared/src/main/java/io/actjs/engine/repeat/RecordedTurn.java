package io.actjs.engine.repeat;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.Frame;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a turn was given.
 *
 * @param state of the actor before it, raw JSON
 * @param streams whether its caller read values one by one
 * @param answers to what it asked for, in that order
 */
record RecordedTurn(
    CompiledClass compiled,
    @Nullable Env env,
    String id,
    List<String> tags,
    String state,
    String method,
    String args,
    Frame.Caller caller,
    long nowMs,
    boolean streams,
    List<Answer> answers) {

  /** What a class reads of its environment. */
  record Env(String environment, String json) {}

  /**
   * @param question what was asked for, without its arguments
   * @param error what came in place of a result; null when that came
   */
  record Answer(String question, @Nullable String result, @Nullable Refusal error) {}

  /** An error that a handler gets for its call. */
  record Refusal(String code, String message, Map<String, String> members) {}

  /** Characters that keeping it takes, about. */
  long chars() {
    long chars = (long) state.length() + args.length();
    for (Answer answer : answers) {
      String result = answer.result();
      chars += result == null ? 0 : result.length();
    }
    return chars;
  }
}
