package io.actjs.actctl.screen;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command failed. The message is the one line that the user reads.
 *
 * <p>{@link #code} is the problem's code if the server gave one; {@link #diagnostics} are the
 * compiler's messages, each shown on a line of its own.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String code;
  private final transient List<String> diagnostics;

  public Failure(String message, @Nullable Throwable cause) {
    this(null, message, List.of(), cause);
  }

  public Failure(
      @Nullable String code, String detail, List<String> diagnostics, @Nullable Throwable cause) {
    super(detail, cause);
    this.code = code;
    this.diagnostics = List.copyOf(diagnostics);
  }

  public @Nullable String code() {
    return code;
  }

  /** What went wrong and what to do, without the code. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  public List<String> diagnostics() {
    return diagnostics;
  }
}
