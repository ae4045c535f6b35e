package io.actjs.runtime.worker;

import io.actjs.engine.Frame;
import io.actjs.model.Manifest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Frame#permit} is told by: which calls an isolate may make by itself. A permission is
 * for one actor and callers with one pin, and holds until something changes that it depends on.
 * Confined to the worker.
 */
public final class LocalCalls {
  /** Pins that are told apart. A pin may have had another key before, and lost its permissions. */
  private static final int MOST_PINS = 1024;

  private static final int UNPINNED = 0;

  private final boolean possible;
  private final LongSupplier standing;
  private final Map<String, Integer> keys = new HashMap<>();
  private int lastKey = UNPINNED;
  private long known;
  private int epoch;

  /**
   * @param possible whether what one actor does may depend on another's that is not durable yet
   * @param standing changes when an actor may have to handle a message otherwise than before
   */
  LocalCalls(boolean possible, LongSupplier standing) {
    this.possible = possible;
    this.standing = standing;
    this.known = standing.getAsLong();
  }

  /** The permissions that hold; read before one is decided on. */
  public int epoch() {
    long now = standing.getAsLong();
    if (now != known) {
      known = now;
      epoch++;
    }
    return possible ? epoch : Frame.THROUGH_SERVER;
  }

  /** Of turns with the pin. */
  public int key(@Nullable Manifest pin) {
    if (!possible) {
      return Frame.THROUGH_SERVER;
    }
    if (pin == null) {
      return UNPINNED;
    }
    Integer key = keys.get(pin.sha());
    if (key == null) {
      if (keys.size() == MOST_PINS) {
        keys.clear();
      }
      key = ++lastKey;
      keys.put(pin.sha(), key);
    }
    return key;
  }
}
