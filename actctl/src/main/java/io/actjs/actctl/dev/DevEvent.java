package io.actjs.actctl.dev;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the development loop reports. */
public sealed interface DevEvent {

  /**
   * A file became a new version; its actors run it from their next turn.
   *
   * @param handlers the names that can be called
   */
  record Published(ClassRef ref, List<String> handlers, long tookMs) implements DevEvent {}

  /** The file equals the source of the latest version. */
  record Unchanged(ClassRef ref, List<String> handlers) implements DevEvent {}

  /**
   * The file cannot be published.
   *
   * @param running the version that keeps running; null when there is none
   */
  record Refused(String file, ActjsException problem, @Nullable ClassRef running)
      implements DevEvent {}

  /** The version just published has type errors; it runs anyway. */
  record TypeErrors(String file, ClassRef ref, ActjsException problem) implements DevEvent {}

  /** The file cannot be a class; it is skipped. */
  record Skipped(String file, String reason) implements DevEvent {}

  /** The file was removed; its published versions remain. */
  record Removed(String file) implements DevEvent {}

  /**
   * Every file that existed at the start has been processed.
   *
   * @param examples command lines to try, in the order of the files
   */
  record Ready(List<String> examples) implements DevEvent {}
}
