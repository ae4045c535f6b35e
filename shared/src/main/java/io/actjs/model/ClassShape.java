package io.actjs.model;

import java.util.List;

/**
 * What evaluating a class tells about it.
 *
 * @param handlers handler names, sorted
 */
public record ClassShape(ClassKind kind, Durability durability, List<String> handlers) {
  /** When a call is acknowledged. */
  public enum Durability {
    /** After its turn is on disk. */
    STRICT,
    /** After its turn ran; a crash may lose the turns of the last group commit. */
    RELAXED,
    /** Nothing is stored. */
    NONE
  }
}
