package io.actjs.actctl.shell;

import java.util.List;

/** What has become of an input. */
sealed interface Outcome {
  /** It has a value, as text or as JSON. */
  record Value(String text) implements Outcome {}

  /** It has none. */
  record Nothing() implements Outcome {}

  /** It failed; besides, promises that nobody has handled may have been rejected. */
  record Failed(List<ShellError> errors) implements Outcome {
    Failed(ShellError error) {
      this(List.of(error));
    }
  }

  /** It was interrupted. */
  record Interrupted() implements Outcome {}

  /** It has ended the session. */
  record Exit(int code) implements Outcome {}
}
