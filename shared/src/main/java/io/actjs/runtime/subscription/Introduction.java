package io.actjs.runtime.subscription;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.model.Utf8;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who a subscriber says that it is.
 *
 * @param who its id; subscribers with the same id are one
 * @param returns whether it chose the id itself, so that it can come back as the same
 * @param data what it tells about itself, raw JSON; null for nothing
 * @param watches whether it is told who else subscribes
 */
public record Introduction(String who, boolean returns, @Nullable String data, boolean watches) {
  private static final int LONGEST = 128;

  /** Somebody whom nobody else is. */
  public static Introduction anonymous() {
    return anonymous(null, false);
  }

  private static Introduction anonymous(@Nullable String data, boolean watches) {
    return new Introduction(UUID.randomUUID().toString(), false, data, watches);
  }

  /**
   * @param who null for one that is made for it
   * @throws ActjsException {@code SchemaInvalid}
   */
  public static Introduction of(@Nullable String who, @Nullable String data, boolean watches) {
    if (who == null) {
      return anonymous(data, watches);
    }
    boolean fits = !who.isEmpty() && who.length() <= LONGEST && Utf8.loneSurrogate(who) < 0;
    if (!fits || who.chars().anyMatch(Character::isISOControl)) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "who must be a string of 1 to " + LONGEST + " characters without control characters");
    }
    return new Introduction(who, true, data, watches);
  }
}
