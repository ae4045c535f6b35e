package io.actjs.runtime.subscription;

import io.actjs.model.ActorRef;
import io.actjs.model.Position;
import io.actjs.runtime.mailbox.Answer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What subscribers have missed. */
public interface Past {

  /**
   * Reads all changes after a position that are durable when this is called, and possibly some that
   * follow. Does not block.
   *
   * @param place where the actor is
   * @param receiver gets them on the output thread; null when they are not to be had from that
   *     position on: the actor has no such turn, or not any more, or they are too many
   */
  void since(ActorRef ref, Position from, Answer.Place place, Consumer<@Nullable Missed> receiver);

  /** Takes the changes that come while the past is read. */
  WaitingSteps waitingSteps();

  /**
   * Changes that were missed.
   *
   * @param step all of them as one; null when nothing has changed
   * @param upTo the last turn that was looked at
   */
  record Missed(@Nullable Step step, long upTo) {}
}
