package io.actjs.runtime.listing;

import io.actjs.model.ActorHead;
import io.actjs.model.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which actors a list has: those that fit all that is given.
 *
 * @param tags that each of them has, all of these
 * @param version of the class that ran its last turn
 * @param active whether it is in memory; null for both
 * @param updatedSince its last turn began at that time or later, milliseconds since 1970
 */
public record ActorFilter(
    @Nullable String className,
    List<String> tags,
    @Nullable Version version,
    ActorHead.@Nullable Phase phase,
    @Nullable Boolean active,
    long updatedSince) {
  public static final ActorFilter ALL =
      new ActorFilter(null, List.of(), null, null, null, Long.MIN_VALUE);

  /** Whether what storage knows of the actor fits. */
  boolean fits(ActorHead head) {
    return (className == null || head.ref().className().equals(className))
        && head.tags().containsAll(tags)
        && (phase == null || head.phase() == phase)
        && head.updatedAt() >= updatedSince
        && (version == null || version.equals(head.version()));
  }
}
