package io.actjs.engine.repeat;

import io.actjs.engine.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a handler awaits of the server.
 *
 * @param kind what is asked for, without its arguments
 * @param whole the same with them
 */
record Question(int host, long turn, long call, String kind, String whole) {

  /** Null when the outcome asks for nothing. */
  static @Nullable Question of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.CallOut out -> {
        String kind = out.className() + '.' + out.method();
        String whole =
            "%s/%s.%s(%s)".formatted(out.className(), out.id(), out.method(), out.args());
        yield new Question(out.host(), out.turn(), out.call(), kind, whole);
      }
      case Outcome.RemindersAsked asked ->
          new Question(asked.host(), asked.turn(), asked.call(), "reminders()", "reminders()");
      case Outcome.PresentAsked asked ->
          new Question(asked.host(), asked.turn(), asked.call(), "present()", "present()");
      case Outcome.MintAsked asked -> {
        String whole = "mint(" + asked.options() + ")";
        yield new Question(asked.host(), asked.turn(), asked.call(), "mint()", whole);
      }
      default -> null;
    };
  }
}
