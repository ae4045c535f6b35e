package io.actjs.model;

import io.actjs.model.env.DeclaredEnv;
import java.util.List;

/**
 * The properties of a class that evaluating it reveals.
 *
 * @param handlers handler names, sorted
 * @param env the values from outside that it reads
 */
public record ClassShape(
    ClassKind kind, Durability durability, List<String> handlers, Limits limits, DeclaredEnv env) {

  /** A class that says nothing about its use. */
  public ClassShape(ClassKind kind, Durability durability, List<String> handlers) {
    this(kind, durability, handlers, Limits.NONE);
  }

  /** A class that reads nothing from outside. */
  public ClassShape(ClassKind kind, Durability durability, List<String> handlers, Limits limits) {
    this(kind, durability, handlers, limits, DeclaredEnv.NONE);
  }

  /** The point at which a call is acknowledged. */
  public enum Durability {
    /** After its turn is on disk. */
    STRICT,
    /** After its turn ran; a crash may lose the turns of the last group commit. */
    RELAXED,
    /** Nothing is stored. */
    NONE
  }

  /**
   * How much a class lets itself be used.
   *
   * @param rate requests of one principal to all its actors, as {@code 100/s}; empty for any
   * @param maxActive actors in memory; 0 for any
   */
  public record Limits(String rate, int maxActive) {
    public static final Limits NONE = new Limits("", 0);
  }
}
