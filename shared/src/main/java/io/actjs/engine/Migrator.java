package io.actjs.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a class says about bringing actors of older versions to its own.
 *
 * @param migrate the JavaScript of its {@code migrate}; null when it has none
 * @param migrateEvent that of its {@code migrateEvent}; null when it has none
 * @param migrateFrom its {@code static migrateFrom}, null when it has none
 * @param initial the state of a new actor before {@code onInit}, raw JSON; null when it cannot be
 *     made
 */
public record Migrator(
    @Nullable String migrate,
    @Nullable String migrateEvent,
    @Nullable String migrateFrom,
    @Nullable String initial) {
  /** Of a class that leaves state and events as they are. */
  public static final Migrator NONE = new Migrator(null, null, null, null);
}
