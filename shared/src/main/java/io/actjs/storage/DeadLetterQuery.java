package io.actjs.storage;

import io.actjs.model.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are asked for. Their order is that of time and then of ids, newest first.
 *
 * @param className of the actors, or null for all
 * @param id of the actor; null for all of the class
 * @param diedSince milliseconds since 1970; no letter is older
 * @param diedBefore milliseconds since 1970; all letters are older
 * @param after the last letter of the page before; null for the first page
 */
public record DeadLetterQuery(
    @Nullable String className,
    @Nullable String id,
    long diedSince,
    long diedBefore,
    DeadLetter.@Nullable Place after) {

  public static final DeadLetterQuery ALL =
      new DeadLetterQuery(null, null, Long.MIN_VALUE, Long.MAX_VALUE, null);

  public DeadLetterQuery {
    if (className == null && id != null) {
      throw new IllegalArgumentException("an id alone names no actor");
    }
  }

  /** All of the actor. */
  public static DeadLetterQuery of(ActorRef ref) {
    return new DeadLetterQuery(ref.className(), ref.id(), Long.MIN_VALUE, Long.MAX_VALUE, null);
  }

  /** The page after the given letter. */
  public DeadLetterQuery after(DeadLetter last) {
    return new DeadLetterQuery(className, id, diedSince, diedBefore, last.place());
  }

  /** All letters of the page are before this place. No letter's id is empty. */
  public DeadLetter.Place end() {
    DeadLetter.Place end = new DeadLetter.Place(diedBefore, "");
    return after != null && after.diedAt() < diedBefore ? after : end;
  }

  /** Whether dead letters of the actor are asked for. */
  public boolean covers(ActorRef ref) {
    return (className == null || ref.className().equals(className))
        && (id == null || ref.id().equals(id));
  }

  public boolean matches(DeadLetter letter) {
    return covers(letter.message().target())
        && letter.at() >= diedSince
        && isBefore(letter.place(), end());
  }

  private static boolean isBefore(DeadLetter.Place place, DeadLetter.Place end) {
    return place.diedAt() == end.diedAt()
        ? place.messageId().compareTo(end.messageId()) < 0
        : place.diedAt() < end.diedAt();
  }
}
