package io.actjs.registry.migration;

import io.actjs.model.Version;

/**
 * The versions that a class's newest migration was written in: while a class is developed every
 * save makes a version, and those that follow each other with a {@code migrate} are one migration
 * that was edited.
 *
 * @param first an actor that is stored at an older version has not been through it
 * @param last the version whose text counts
 * @param changed whether the text of the last differs from that of the one before
 */
public record MigrationEdits(Version first, Version last, boolean changed) {
  /** Whether the version's text was replaced by a later edit. */
  public boolean supersedes(Version version) {
    return version.compareTo(first) >= 0 && version.compareTo(last) < 0;
  }
}
