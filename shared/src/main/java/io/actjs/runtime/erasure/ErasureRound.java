package io.actjs.runtime.erasure;

import io.actjs.model.ActorRef;
import io.actjs.storage.StoreContents.Residue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the work of forgetting a person, or of looking what that would be.
 *
 * @param actors the person's actors of this round
 * @param done everything of this round, the actors' parts included
 * @param residue where in the store's files erased data may be still; null before the last round,
 *     and when nothing was erased
 * @param next where the next round goes on; null when this was the last
 */
public record ErasureRound(
    List<OfActor> actors,
    ErasureCounts done,
    @Nullable Residue residue,
    @Nullable ErasurePlace next) {

  /** What becomes of an actor. */
  public enum Fate {
    /** It goes as a whole. */
    DELETED,
    /** Its personal members go, and it goes on. */
    ERASED,
    /** It was deleted before; what was kept of it goes. */
    REMOVED,
    /** There is no such actor. */
    ABSENT
  }

  public record OfActor(ActorRef ref, Fate fate, ErasureCounts done) {}

  public ErasureRound {
    actors = List.copyOf(actors);
  }
}
