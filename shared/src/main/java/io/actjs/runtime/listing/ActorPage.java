package io.actjs.runtime.listing;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list of actors.
 *
 * @param next where the next page begins: behind this actor, which need not be on this one; null
 *     when this is the last page. A page with a next one may be short, and even empty: looking for
 *     actors that few are like ends after a while.
 */
public record ActorPage(List<Listed> actors, @Nullable ActorRef next) {
  public ActorPage {
    actors = List.copyOf(actors);
  }

  /**
   * An actor.
   *
   * @param active whether it is in memory
   */
  public record Listed(ActorHead head, boolean active) {}
}
