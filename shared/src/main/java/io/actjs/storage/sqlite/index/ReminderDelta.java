package io.actjs.storage.sqlite.index;

import io.actjs.model.Reminder;
import org.jspecify.annotations.Nullable;

/**
 * What unapplied segments made of one reminder. Each effect on a reminder says all about it, so the
 * last one is enough, and laying an effect over tables that have it already changes nothing.
 *
 * @param pos position of the segment that did it
 * @param reminder as it is pending now; null when it is gone
 */
public record ReminderDelta(long pos, @Nullable Reminder reminder) {

  /** What brings the effect into the table. */
  public FoldStep step(String id) {
    return reminder == null ? new FoldStep.Forget(id) : new FoldStep.Remind(reminder);
  }
}
