package io.actjs.runtime.mailbox;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorView;
import io.actjs.model.ClassRef;
import io.actjs.policy.Charge;
import org.jspecify.annotations.Nullable;

/** The answer of an actor to a completed delivery. */
public sealed interface Answer {

  /**
   * The return value of a handler.
   *
   * @param json raw JSON, null for undefined
   * @param ran the class version that ran
   * @param charge for the memory of the text. Who gives the answer closes it afterwards; who keeps
   *     the text longer takes it over.
   * @param repeated whether a request with the same key was answered so before, and nothing was
   *     done now
   */
  record Result(@Nullable String json, ClassRef ran, Charge charge, boolean repeated)
      implements Answer {
    public Result(@Nullable String json, ClassRef ran, Charge charge) {
      this(json, ran, charge, false);
    }

    public Result(@Nullable String json, ClassRef ran) {
      this(json, ran, Charge.NONE);
    }
  }

  /** The actor's durable state. */
  record State(ActorView view) implements Answer {}

  /** The actor after a migration or its rollback. */
  record Moved(ActorHead head) implements Answer {}

  /** It is done, and there is nothing to tell. */
  enum Done implements Answer {
    DONE
  }

  /** The same for a repetition of the request. */
  default Answer again() {
    return switch (this) {
      case Result(var json, var ran, _, _) -> new Result(json, ran, Charge.NONE, true);
      case State state -> state;
      case Moved moved -> moved;
      case Done done -> done;
    };
  }

  /** Characters of its text. */
  default int chars() {
    return switch (this) {
      case Result(var json, _, _, _) -> json == null ? 0 : json.length();
      case State(var view) -> view.state().length();
      case Moved moved -> 0;
      case Done done -> 0;
    };
  }
}
