package io.actjs.actctl.dev;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the development loop tells the one who watches it. */
public sealed interface DevEvent {

  /**
   * A file became a new version; its actors run it from their next turn on.
   *
   * @param handlers the names that can be called
   */
  record Published(ClassRef ref, List<String> handlers, long tookMs) implements DevEvent {}

  /** The file is what the latest version was made of. */
  record Unchanged(ClassRef ref, List<String> handlers) implements DevEvent {}

  /**
   * The file cannot be published.
   *
   * @param goesOn the version that runs on; null when there is none
   */
  record Refused(String file, ActjsException problem, @Nullable ClassRef goesOn)
      implements DevEvent {}

  /** What was just published has type errors; it runs nevertheless. */
  record TypeErrors(String file, ClassRef ref, ActjsException problem) implements DevEvent {}

  /** The file is left out, for a reason that no publishing would change. */
  record Skipped(String file, String reason) implements DevEvent {}

  /** The file is no longer there; what it published stays. */
  record Removed(String file) implements DevEvent {}

  /**
   * Every file that was there at the start is dealt with.
   *
   * @param examples command lines that can be tried, in the order of the files
   */
  record Ready(List<String> examples) implements DevEvent {}
}
