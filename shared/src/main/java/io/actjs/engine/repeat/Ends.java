package io.actjs.engine.repeat;

import io.actjs.engine.Outcome;
import io.actjs.model.ProblemCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of one run of a turn, in the order in which differences are told. */
final class Ends {
  private static final String RESULT = "result";
  private static final String END = "end";
  private static final String CHANGE = "change";

  private final Map<String, StringBuilder> parts = new LinkedHashMap<>();
  private @Nullable List<String> tags;
  private boolean over;
  private boolean stopped;

  Ends() {
    for (String part :
        List.of("calls", "values", END, RESULT, CHANGE, "tells", "reminders", "emits", "tags")) {
      parts.put(part, new StringBuilder());
    }
  }

  private void note(String part, Object what) {
    parts.get(part).append(what);
  }

  void add(Outcome outcome) {
    Question question = Question.of(outcome);
    if (question != null) {
      note("calls", question.whole());
    }
    switch (outcome) {
      case Outcome.Yielded yielded -> note("values", yielded.value() + " ");
      case Outcome.TurnDone done -> done(done);
      case Outcome.TurnFailed failed -> {
        over = true;
        stopped |=
            failed.code() == ProblemCode.HandlerTimeout
                || failed.code() == ProblemCode.HeapExhausted;
        note(END, failed.code() + ": " + failed.message());
      }
      case Outcome.TurnPutOff off -> {
        over = true;
        note(END, "put off by " + off.ms() + " ms");
      }
      case Outcome.ActorLost lost -> stopped = true;
      default -> {}
    }
  }

  private void done(Outcome.TurnDone done) {
    over = true;
    note(END, "success");
    note(RESULT, done.result() == null ? "undefined" : done.result());
    note(CHANGE, done.change());
    done.outbox().forEach(tell -> note("tells", tell(tell)));
    done.reminders().forEach(reminding -> note("reminders", reminding));
    done.emits().forEach(emit -> note("emits", emit.type() + ' ' + emit.data() + ' '));
    tags = done.tags();
    note("tags", tags == null ? "" : String.join(" ", tags));
  }

  private static String tell(Outcome.Tell tell) {
    return "%s/%s.%s(%s) ".formatted(tell.className(), tell.id(), tell.type(), tell.payload());
  }

  /** It waits for an answer that the turn itself never got. */
  Ends waiting(Question question) {
    note(END, "waits for " + question.kind());
    return this;
  }

  boolean isOver() {
    return over;
  }

  /** Whether a limit ended it, which says nothing of what it depends on. */
  boolean wasStopped() {
    return stopped;
  }

  List<String> tags(List<String> before) {
    return tags == null ? before : tags;
  }

  @Nullable String firstDifference(Ends other) {
    return parts.keySet().stream()
        .filter(part -> !of(part).equals(other.of(part)))
        .findFirst()
        .orElse(null);
  }

  String of(String part) {
    return parts.get(part).toString();
  }
}
