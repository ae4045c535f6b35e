package io.actjs.actctl.screen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
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
  private final transient JsonNode document;

  public Failure(String message, @Nullable Throwable cause) {
    this(null, message, List.of(), cause);
  }

  public Failure(
      @Nullable String code, String detail, List<String> diagnostics, @Nullable Throwable cause) {
    this(code, detail, diagnostics, MissingNode.getInstance(), cause);
  }

  private Failure(
      @Nullable String code,
      String detail,
      List<String> diagnostics,
      JsonNode document,
      @Nullable Throwable cause) {
    super(detail, cause);
    this.code = code;
    this.diagnostics = List.copyOf(diagnostics);
    this.document = document;
  }

  /**
   * What a server has answered.
   *
   * @param document the problem
   */
  public static Failure answered(
      String code, String detail, List<String> diagnostics, JsonNode document) {
    return new Failure(code, detail, diagnostics, document, null);
  }

  /** The problem that a server has answered; missing when it has not. */
  public JsonNode document() {
    return document;
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
