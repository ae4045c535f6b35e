package io.actjs.model;

import java.util.List;

/**
 * The properties of a class that evaluating it reveals.
 *
 * @param handlers handler names, sorted
 */
public record ClassShape(ClassKind kind, Durability durability, List<String> handlers) {
  /** The point at which a call is acknowledged. */
  public enum Durability {
    /** After its turn is on disk. */
    STRICT,
    /** After its turn ran; a crash may lose the turns of the last group commit. */
    RELAXED,
    /** Nothing is stored. */
    NONE
  }
}
