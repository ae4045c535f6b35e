package io.actjs.storage.sqlite.index;

import io.actjs.model.InboxMessage;
import org.jspecify.annotations.Nullable;

/**
 * What unapplied segments made of one message that is due later. Each effect on it says all about
 * it, so the last one is enough, and laying an effect over tables that have it already changes
 * nothing.
 *
 * @param pos position of the segment that did it
 * @param message as it is due later; null when it is not any more
 */
public record LaterDelta(long pos, @Nullable InboxMessage message) {

  /** What brings the effect into the table. */
  public FoldStep step(String id) {
    return message == null ? new FoldStep.Recall(id) : new FoldStep.PutOff(message);
  }
}
