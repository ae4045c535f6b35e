package io.actjs.storage.sqlite.index;

import io.actjs.storage.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * What unapplied segments made of one dead letter. As with a {@link LaterDelta} the last effect is
 * enough.
 *
 * @param pos position of the segment that did it
 * @param letter null when it is not among the dead letters any more
 */
record LetterDelta(long pos, @Nullable DeadLetter letter) {

  FoldStep step(String id) {
    return letter == null ? new FoldStep.Exhume(id) : new FoldStep.Bury(letter);
  }
}
