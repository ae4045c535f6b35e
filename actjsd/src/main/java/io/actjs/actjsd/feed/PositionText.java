package io.actjs.actjsd.feed;

import io.actjs.model.ActjsException;
import io.actjs.model.Position;
import io.actjs.model.ProblemCode;
import org.jspecify.annotations.Nullable;

/** What a client says that it has seen. */
public final class PositionText {
  private PositionText() {}

  /**
   * The position; null for no text or an empty one.
   *
   * @param name of the text, for the error
   * @throws ActjsException {@code SchemaInvalid} when it is none
   */
  public static @Nullable Position parse(String name, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    Position position = Position.parse(text);
    if (position == null) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          name
              + " must be the position of a notification, such as 42.1k3e5w0z9, or a seq; leave it"
              + " out to begin with a snapshot");
    }
    return position;
  }
}
