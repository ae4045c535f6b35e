package io.actjs.runtime.output;

import io.actjs.model.ActjsException;
import io.actjs.model.JournalEntry;
import io.actjs.storage.Journal;
import org.jspecify.annotations.Nullable;

/** Something that leaves the process through the {@link OutputGate}. */
public abstract class Output extends Journal.Ticket {
  private final int weight;
  private @Nullable ActjsException withheld;

  protected Output(@Nullable JournalEntry entry, int weight) {
    super(entry);
    this.weight = weight;
  }

  /** Lets it out, unless there is a reason to withhold it. On the output thread. */
  final void leave(@Nullable ActjsException reason) {
    withheld = reason;
    settle();
  }

  /** Why it does not leave; null when it may. */
  protected final @Nullable ActjsException reason() {
    return failure() != null ? failure() : withheld;
  }

  /** Whether it may be stored and nobody knows. */
  public final boolean isInDoubt() {
    return failure() != null;
  }

  @Override
  protected final int weight() {
    return weight;
  }

  /** Lets it out, or tells who waits why it does not come. On the output thread; never blocks. */
  protected abstract void settle();
}
