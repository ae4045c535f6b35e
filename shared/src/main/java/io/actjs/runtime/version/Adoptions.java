package io.actjs.runtime.version;

import io.actjs.model.ClassRef;
import io.actjs.model.Manifest;
import io.actjs.model.Version;
import io.actjs.registry.migration.MigrationEdits;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** For development: the version that every actor of a class runs, whatever it was stored at. */
public final class Adoptions {
  private final ConcurrentHashMap<String, Adoption> versions = new ConcurrentHashMap<>();

  /**
   * A version that all actors of its class run.
   *
   * @param edits of its newest migration; null when it has none
   */
  public record Adoption(ClassRef version, @Nullable MigrationEdits edits) {
    /**
     * Whether an actor that is stored at the version has to go through a migration first. An actor
     * that has been through an earlier edit, or began with it, has not: whoever edits a migration
     * moves it again from the state before.
     */
    public boolean moves(@Nullable Version stored) {
      return stored != null && edits != null && stored.compareTo(edits.first()) < 0;
    }

    /** Whether the way to the version does not lead through the other: its text was edited. */
    public boolean leavesOut(Version other) {
      return edits != null && edits.supersedes(other);
    }
  }

  public void adopt(Adoption adoption) {
    versions.put(adoption.version().name(), adoption);
  }

  /** The version that was adopted for the class, unless the pin names another; else null. */
  public @Nullable Adoption of(String className, @Nullable Manifest pin) {
    Adoption adoption = versions.get(className);
    Version pinned = VersionChoice.pinned(className, pin);
    return adoption == null || pinned == null || pinned.equals(adoption.version().version())
        ? adoption
        : null;
  }
}
