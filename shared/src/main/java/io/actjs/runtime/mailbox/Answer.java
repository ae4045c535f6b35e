package io.actjs.runtime.mailbox;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorView;
import io.actjs.model.ClassRef;
import org.jspecify.annotations.Nullable;

/** What an actor answers when a delivery is done. */
public sealed interface Answer {

  /**
   * The return value of a handler.
   *
   * @param json raw JSON, null for undefined
   * @param ran the class version that ran
   */
  record Result(@Nullable String json, ClassRef ran) implements Answer {}

  /** The actor's durable state. */
  record State(ActorView view) implements Answer {}

  /** The actor after a migration or its rollback. */
  record Moved(ActorHead head) implements Answer {}

  /** It is done, and there is nothing to tell. */
  enum Done implements Answer {
    DONE
  }
}
