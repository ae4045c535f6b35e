package io.actjs.runtime.mailbox;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorView;
import org.jspecify.annotations.Nullable;

/** The answer of an actor to a completed delivery. */
public sealed interface Answer {

  /** The return value of a handler: raw JSON, null for undefined. */
  record Result(@Nullable String json) implements Answer {}

  /** The actor's durable state. */
  record State(ActorView view) implements Answer {}

  /** The actor after a migration or its rollback. */
  record Moved(ActorHead head) implements Answer {}

  /** It is done, and there is nothing to tell. */
  enum Done implements Answer {
    DONE
  }
}
