package io.actjs.runtime.subscription;

import io.actjs.model.ClassKind;
import io.actjs.model.Position;
import org.jspecify.annotations.Nullable;

/**
 * A change of an actor's state as its subscribers see it, the same for all of them: of one turn, or
 * of several together for one that has missed them.
 *
 * @param kind {@code EVENTS} when it consists of events, else of a patch
 * @param prevSeq of the change before it; who has seen another one last has missed something
 * @param at where it leads
 * @param json a JSON array that is not empty: RFC 6902 operations, or events
 * @param mutationId what the sender of the call calls this change, while it is live; or null
 */
public record Step(
    ClassKind kind, long prevSeq, Position at, String json, @Nullable String mutationId) {
  /** Of no mutation. */
  public Step(ClassKind kind, long prevSeq, Position at, String json) {
    this(kind, prevSeq, at, json, null);
  }
}
