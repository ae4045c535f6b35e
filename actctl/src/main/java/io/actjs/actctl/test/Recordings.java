package io.actjs.actctl.test;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.Position;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.subscription.Emitted;
import io.actjs.runtime.subscription.Step;
import io.actjs.runtime.subscription.Subscriber;
import io.actjs.wire.JsonText;
import java.util.StringJoiner;

/** What the subscribers of a test are told, until the test takes it. */
final class Recordings {
  private StringJoiner told = empty();

  private static StringJoiner empty() {
    return new StringJoiner(",", "[", "]").setEmptyValue("");
  }

  /** A subscriber that is recorded under these numbers. */
  Subscriber of(int runtime, long recorder) {
    return new Recording(runtime, recorder);
  }

  /** A JSON array of what has been told since; empty when that is nothing. */
  String take() {
    String taken = told.toString();
    told = empty();
    return taken;
  }

  private final class Recording implements Subscriber {
    private final String head;

    Recording(int runtime, long recorder) {
      head = "{\"runtime\":" + runtime + ",\"recorder\":" + recorder + ",\"what\":\"";
    }

    private void tell(String what, String json) {
      told.add(head + what + "\",\"value\":" + json + "}");
    }

    @Override
    public void snapshot(Position at, String state) {
      tell("snapshot", state);
    }

    @Override
    public void change(Step step) {
      tell(step.kind() == ClassKind.EVENTS ? "events" : "patch", step.json());
    }

    @Override
    public boolean emitted(Emitted message) {
      tell("emit", messageOf(message));
      return true;
    }

    @Override
    public void ended(ActjsException reason) {
      tell("ended", JsonText.quote(reason.code().name()));
    }

    @Override
    public void tombstone(long prevSeq, long seq) {
      tell("ended", JsonText.quote(ProblemCode.Gone.name()));
    }
  }

  /** {@code {type, data}}. */
  static String messageOf(Emitted message) {
    return "{\"type\":" + JsonText.quote(message.type()) + ",\"data\":" + message.data() + "}";
  }
}
