package io.actjs.runtime;

import io.actjs.model.JournalEntry;
import io.actjs.storage.Journal;
import org.jspecify.annotations.Nullable;

/** Something that leaves the process through the {@link OutputGate}. */
abstract class Output extends Journal.Ticket {
  private final int weight;

  Output(@Nullable JournalEntry entry, int weight) {
    super(entry);
    this.weight = weight;
  }

  /** Whether it may be stored and nobody knows. */
  final boolean isInDoubt() {
    return failure() != null;
  }

  @Override
  protected final int weight() {
    return weight;
  }

  /** Lets it out, or tells who waits why it does not come. On the output thread; never blocks. */
  abstract void settle();
}
