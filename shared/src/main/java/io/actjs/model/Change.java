package io.actjs.model;

/** The effect of a turn on its actor's state. */
public sealed interface Change {

  /**
   * RFC 6902 operations of an actor that writes its state.
   *
   * @param json a JSON array of operations; empty when the turn changed nothing
   */
  record Patch(String json) implements Change {}

  /**
   * Events of an event-sourced actor, in the one form in which they are returned, stored, shown and
   * replayed.
   *
   * @param json a JSON array of events
   */
  record Events(String json) implements Change {}

  /**
   * The whole state is replaced: a migration to the record's class version, or its rollback.
   * Replaying begins here at the latest.
   *
   * @param state raw JSON text
   */
  record Replaced(String state) implements Change {}

  /** The actor is deleted; no turn may follow. */
  record Tombstone() implements Change {}
}
