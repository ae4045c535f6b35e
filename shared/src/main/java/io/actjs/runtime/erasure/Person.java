package io.actjs.runtime.erasure;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a person is found in a store. Nothing is guessed: an actor is the person's when it has all of
 * the tags, or is named; a message when it was sent in the name of the principal.
 *
 * @param principal the subject whose messages, dead letters and tokens go; null for none
 * @param tags that the person's actors have, all of these; empty for none
 * @param actors the person's actors by name, also deleted ones
 * @param className of the actors that have the tags and of those whose messages are looked at; null
 *     for any
 * @param deletes whether actors go as a whole whose class names personal members, too
 */
public record Person(
    @Nullable String principal,
    List<String> tags,
    List<ActorRef> actors,
    @Nullable String className,
    boolean deletes) {
  /** Actors that one request names. */
  public static final int MOST_ACTORS = 1_000;

  /**
   * @throws ActjsException {@code SchemaInvalid}
   */
  public Person {
    tags = List.copyOf(tags);
    actors = List.copyOf(actors);
    if ((principal == null || principal.isEmpty()) && tags.isEmpty() && actors.isEmpty()) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "name the person by a principal, by tags or by actors");
    }
    if (actors.size() > MOST_ACTORS) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "at most %d actors can be named at once; there are %d"
              .formatted(MOST_ACTORS, actors.size()));
    }
  }
}
