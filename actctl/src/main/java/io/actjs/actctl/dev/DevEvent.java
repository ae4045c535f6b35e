package io.actjs.actctl.dev;

import io.actjs.engine.repeat.Difference;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the development loop reports. */
public sealed interface DevEvent {

  /**
   * A file became a new version; its actors run it from their next turn.
   *
   * @param handlers the names that can be called
   */
  record Published(DevFile file, ClassRef ref, List<String> handlers, long tookMs)
      implements DevEvent {}

  /**
   * The actors of a class were brought to its newest shape by its {@code migrate}.
   *
   * @param old how many had the shape from before
   * @param again how many had been through an earlier text of it, and went through the new one from
   *     the state before the migration
   * @param droppedTurns turns that those lost, because they came after that state
   * @param failed why some could not be moved; they stay what they were until it is corrected
   * @param failures how many those are
   */
  record Migrated(
      ClassRef ref, int old, int again, long droppedTurns, List<String> failed, int failures)
      implements DevEvent {}

  /**
   * The state that the class begins with has another shape than before, and no {@code migrate}
   * makes it of the older one.
   *
   * @param added members that stored actors lack
   * @param removed members that stored actors have and new ones do not
   * @param retyped members that hold another type of value
   * @param actors how many are stored
   */
  record ShapeChanged(
      ClassRef ref, List<String> added, List<String> removed, List<String> retyped, long actors)
      implements DevEvent {}

  /** The file equals the source of the latest version. */
  record Unchanged(DevFile file, ClassRef ref, List<String> handlers) implements DevEvent {}

  /**
   * The file cannot be published.
   *
   * @param running the version that keeps running; null when there is none
   */
  record Refused(DevFile file, ActjsException problem, @Nullable ClassRef running)
      implements DevEvent {}

  /**
   * A version has type errors; it runs anyway.
   *
   * @param fresh those diagnostics that its file did not have when it was checked last, wherever in
   *     their files they were
   */
  record TypeErrors(DevFile file, ClassRef ref, ActjsException problem, List<String> fresh)
      implements DevEvent {}

  /** A file that had type errors has none any more. */
  record TypesCured(DevFile file, ClassRef ref) implements DevEvent {}

  /** A turn that was repeated on a copy of its actor came to another end. */
  record Differs(Difference difference) implements DevEvent {}

  /** The file cannot be a class; it is skipped. */
  record Skipped(DevFile file, String reason) implements DevEvent {}

  /** The file was removed; its published versions remain. */
  record Removed(DevFile file) implements DevEvent {}

  /**
   * The editor's types in the folder were not there, or of another version, and are current now.
   *
   * @param fresh there were none
   * @param configured the folder, or one above it, has a {@code tsconfig.json}
   */
  record TypesWritten(Path folder, boolean fresh, boolean configured) implements DevEvent {}

  /** The editor's types are not current and cannot be written; everything else works. */
  record TypesUnwritten(String reason) implements DevEvent {}

  /**
   * The types for clients are current now.
   *
   * @param written the files that were written or deleted
   */
  record Generated(Path out, List<Path> written) implements DevEvent {}

  /** The types for clients stay as they were. */
  record Ungenerated(Path out, String reason) implements DevEvent {}

  /**
   * The folder depends on packages that are not installed; npm begins to install them.
   *
   * @param names of the packages
   */
  record PackagesMissing(Path folder, List<String> names) implements DevEvent {}

  /** The packages that were missing are there. */
  record PackagesInstalled(Path folder, long tookMs) implements DevEvent {}

  /** The packages cannot be installed; what does not need them is served all the same. */
  record PackagesUninstalled(Path folder, String reason) implements DevEvent {}

  /**
   * Every file that existed at the start has been processed.
   *
   * @param examples command lines to try, in the order of the files
   */
  record Ready(List<String> examples) implements DevEvent {}
}
