package io.actjs.runtime.output;

import io.actjs.model.ActjsException;
import io.actjs.model.JournalEntry;
import io.actjs.storage.Journal;
import org.jspecify.annotations.Nullable;

/** Something that leaves the process through the {@link OutputGate}. */
public abstract class Output extends Journal.Ticket {
  /** A text of more characters takes a while to encode. */
  protected static final int BRIEF_CHARS = 16 << 10;

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

  /** The reason why it must not leave; null when it may. */
  protected final @Nullable ActjsException reason() {
    return failure() != null ? failure() : withheld;
  }

  /** Whether letting it out takes no longer than a usual answer does. */
  public boolean isBrief() {
    return weight <= BRIEF_CHARS;
  }

  /** Whether it is unknown if it is stored. */
  public final boolean isInDoubt() {
    return failure() != null;
  }

  @Override
  protected final int weight() {
    return weight;
  }

  /** Releases it, or fails its receivers with the reason. On the output thread; never blocks. */
  protected abstract void settle();
}
