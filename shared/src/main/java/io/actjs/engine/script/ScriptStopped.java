package io.actjs.engine.script;

/** A program was stopped. Its isolate can be used; what it had begun does not go on. */
public final class ScriptStopped extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What it exceeded. */
  public enum Limit {
    TIME,
    MEMORY,
    /** None: somebody asked for it. */
    REQUEST
  }

  private final Limit limit;

  ScriptStopped(Limit limit) {
    super("the program exceeded its limit of " + limit);
    this.limit = limit;
  }

  public Limit limit() {
    return limit;
  }
}
