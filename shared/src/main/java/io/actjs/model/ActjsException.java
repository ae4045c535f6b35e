package io.actjs.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one family of errors that may reach a user. The message is for people and says what to do;
 * the {@link ProblemCode} is for programs.
 */
public final class ActjsException extends RuntimeException {
  /**
   * The member that tells what does not fit: an array of objects with {@code path}, a JSON pointer,
   * and {@code message}.
   */
  public static final String ISSUES = "issues";

  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final transient Map<String, String> members;
  private final boolean aborted;
  private final boolean repeated;

  public ActjsException(ProblemCode code, String detail) {
    this(code, detail, Map.of(), null);
  }

  public ActjsException(ProblemCode code, String detail, @Nullable Throwable cause) {
    this(code, detail, Map.of(), cause);
  }

  /**
   * @param members extra members of the problem document: name to raw JSON text
   */
  public ActjsException(
      ProblemCode code, String detail, Map<String, String> members, @Nullable Throwable cause) {
    this(code, detail, members, cause, false, false);
  }

  private ActjsException(
      ProblemCode code,
      String detail,
      Map<String, String> members,
      @Nullable Throwable cause,
      boolean aborted,
      boolean repeated) {
    // Without a cause this is an answer, not a failure of ours: its stack trace would tell nothing.
    super(detail, cause, false, cause != null);
    this.code = code;
    this.members = members;
    this.aborted = aborted;
    this.repeated = repeated;
  }

  /**
   * The end of a turn whose handler ended it itself.
   *
   * @param members extra members of the problem document: name to raw JSON text
   */
  public static ActjsException aborted(String detail, Map<String, String> members) {
    return new ActjsException(ProblemCode.ActorAbort, detail, members, null, true, false);
  }

  /**
   * Whether the handler that was asked ended its turn itself: the same message again ends the same
   * way. False for a handler that lets the abort of another actor through.
   */
  public boolean isAborted() {
    return aborted;
  }

  /** The same, as what a request with the same key was told before. */
  public ActjsException repeated() {
    return new ActjsException(code, detail(), members, getCause(), aborted, true);
  }

  /** Whether a request with the same key was told this before, and nothing was done now. */
  public boolean isRepeated() {
    return repeated;
  }

  public ProblemCode code() {
    return code;
  }

  /** The message, never null. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  public Map<String, String> members() {
    return members;
  }
}
