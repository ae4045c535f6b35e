package io.actjs.actctl.shell;

import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an input failed.
 *
 * @param code of the server's problem, or the name of what was thrown; null for neither
 * @param place in the author's text; null when it is not known
 */
record ShellError(@Nullable String code, String message, @Nullable String place) {

  /** One line without control characters. */
  String line() {
    return ErrorLines.oneLine((code == null ? "" : code + ": ") + detail());
  }

  private String detail() {
    return place == null ? message : message + " (at " + place + ")";
  }

  /** The failure of a command. */
  Failure failure() {
    return new Failure(code, detail(), List.of(), null);
  }
}
