package io.actjs.engine.script;

/** A program threw when it was evaluated. */
public final class ScriptFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String trace;

  /**
   * @param message of what was thrown, with its class
   * @param trace its stack trace, as V8 writes it; empty when there is none
   */
  ScriptFailed(String message, String trace) {
    super(message);
    this.trace = trace;
  }

  /** The stack trace as V8 writes it; empty when there is none. */
  public String trace() {
    return trace;
  }
}
