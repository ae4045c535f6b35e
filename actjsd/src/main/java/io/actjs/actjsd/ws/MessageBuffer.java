package io.actjs.actjsd.ws;

import io.actjs.model.ActjsException;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/** Puts the bytes of a message together from its frames. Not thread-safe. */
final class MessageBuffer {
  private ByteArrayOutputStream fragments = new ByteArrayOutputStream(0);
  private final Budget memory;
  private Charge charge = Charge.NONE;

  /**
   * @param memory what an unfinished message is charged to
   */
  MessageBuffer(Budget memory) {
    this.memory = memory;
  }

  /**
   * Takes the payload of the next frame.
   *
   * @param last whether the message is complete with it
   * @param limit the maximum number of bytes of a message
   * @return the message, or null when it is incomplete
   * @throws MessageTooLargeException the message is beyond the limit
   * @throws ActjsException {@code CapacityExhausted}
   */
  byte @Nullable [] add(ByteBuffer payload, boolean last, long limit) {
    if (fragments.size() + payload.remaining() > limit) {
      throw new MessageTooLargeException("a message may have " + limit + " bytes");
    }
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    if (last && fragments.size() == 0) {
      return bytes;
    }
    take(bytes.length);
    fragments.writeBytes(bytes);
    if (!last) {
      return null;
    }
    byte[] whole = fragments.toByteArray();
    clear();
    return whole;
  }

  private void take(int bytes) {
    if (fragments.size() == 0) {
      charge = memory.charge(bytes);
    } else if (!charge.tryGrow(bytes)) {
      clear();
      throw memory.exhausted();
    }
  }

  /** Forgets an unfinished message. */
  void clear() {
    // A message may have been large: its buffer goes with it.
    fragments = new ByteArrayOutputStream(0);
    charge.close();
  }
}
