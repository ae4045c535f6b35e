package io.actjs.storage;

import io.actjs.model.AuditEntry;
import io.actjs.model.Pause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which actors and classes are paused. A pause stays until it is taken back, whatever becomes of
 * the actor. There are few, so all are read at once. Threads and errors are as {@link
 * StorageDriver} says.
 */
public interface PauseStore {

  /** All, in order of (class, id); that of a class comes before those of its actors. */
  List<Pause> pauses();

  /**
   * Keeps the pause in place of one of the same actor or class; durable when this returns, together
   * with the entry of the audit.
   */
  void pause(Pause pause, AuditEntry audit);

  /**
   * Takes a pause back; durable when this returns, together with the entry of the audit. Nothing is
   * audited when there was none.
   *
   * @param id null for that of the class itself
   * @return false when there was none
   */
  boolean resume(String className, @Nullable String id, AuditEntry audit);
}
