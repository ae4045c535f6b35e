package io.actjs.runtime.output;

/**
 * The batches in which outputs leave, for whoever passes them on and would rather not do so one by
 * one.
 */
public interface Batches {

  /** What runs at the end of each batch. */
  interface End {
    /**
     * On the thread that let the batch out; must not block.
     *
     * @param more whether another batch is waiting
     */
    void ended(boolean more);
  }

  /** Whether the calling thread is letting out a batch, at whose end it calls {@link End}. */
  boolean isInside();

  /** Calls that at the end of each batch from now on, in place of what was set before. */
  void atEnd(End end);
}
