package io.actjs.runtime.mailbox;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorView;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.Position;
import io.actjs.model.Version;
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
   * @param seq the last turn that subscribers were shown something of when this one had ended: this
   *     one, unless it changed nothing; {@link #UNTOLD} when not all of them see the same
   * @param repeated whether a request with the same key was answered so before, and nothing was
   *     done now
   */
  record Result(@Nullable String json, ClassRef ran, Charge charge, long seq, boolean repeated)
      implements Answer {
    /** In place of a turn. */
    public static final long UNTOLD = -1;

    public Result(@Nullable String json, ClassRef ran, Charge charge, long seq) {
      this(json, ran, charge, seq, false);
    }

    public Result(@Nullable String json, ClassRef ran) {
      this(json, ran, Charge.NONE, UNTOLD);
    }
  }

  /**
   * The actor's durable state.
   *
   * @param at where that is in the actor's past; for those who watch it, else it may be unmarked
   * @param viewer who sees it so, when it is a part of the state; else null
   */
  record State(ActorView view, Position at, @Nullable String viewer) implements Answer {
    /** All of the state. */
    public State(ActorView view, Position at) {
      this(view, at, null);
    }
  }

  /**
   * Where the actor is, without its state.
   *
   * @param at its last change that is shown
   * @param version of the class
   * @param kind of the class
   * @param journaled whether its journal has what led there
   */
  record Place(Position at, Version version, ClassKind kind, boolean journaled) implements Answer {}

  /**
   * The actor after a turn that rid it of something.
   *
   * @param messages that it had still to handle and has no more
   * @param replies to requests under keys that say no more what they said
   * @param members of its state
   * @param more whether there are more messages or replies to erase
   */
  record Erased(ActorHead head, int messages, int replies, int members, boolean more)
      implements Answer {}

  /** The actor after a migration or its rollback. */
  record Moved(ActorHead head) implements Answer {}

  /**
   * Whether the sender may do what it asked about.
   *
   * @param by what decided; empty when nothing came to that
   * @param refusal what the deed fails with; null when it is allowed
   */
  record Decided(String by, @Nullable ActjsException refusal) implements Answer {}

  /** It is done, and there is nothing to tell. */
  enum Done implements Answer {
    DONE
  }

  /** The same for a repetition of the request. */
  default Answer again() {
    return switch (this) {
      case Result(var json, var ran, _, var seq, _) ->
          new Result(json, ran, Charge.NONE, seq, true);
      case State state -> state;
      case Place place -> place;
      case Moved moved -> moved;
      case Erased erased -> erased;
      case Decided decided -> decided;
      case Done done -> done;
    };
  }

  /** Characters of its text. */
  default int chars() {
    return switch (this) {
      case Result(var json, _, _, _, _) -> json == null ? 0 : json.length();
      case State(var view, _, _) -> view.state().length();
      case Place place -> 0;
      case Moved moved -> 0;
      case Erased erased -> 0;
      case Decided decided -> 0;
      case Done done -> 0;
    };
  }
}
