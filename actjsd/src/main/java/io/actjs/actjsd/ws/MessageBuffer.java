package io.actjs.actjsd.ws;

import io.actjs.model.ActjsException;
import io.actjs.wire.RawJson;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.core.exception.BadPayloadException;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/** Puts the text of a message together from its frames. Not thread-safe. */
final class MessageBuffer {
  private final ByteArrayOutputStream fragments = new ByteArrayOutputStream(0);

  /**
   * Takes the payload of the next frame.
   *
   * @param last whether the message is complete with it
   * @param limit the maximum number of bytes of a message
   * @return the message, or null when it is incomplete
   * @throws MessageTooLargeException the message is beyond the limit
   * @throws BadPayloadException the text is not UTF-8
   */
  @Nullable String add(ByteBuffer payload, boolean last, long limit) {
    if (fragments.size() + payload.remaining() > limit) {
      throw new MessageTooLargeException("a message may have " + limit + " bytes");
    }
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    if (last && fragments.size() == 0) {
      return decode(bytes);
    }
    fragments.writeBytes(bytes);
    if (!last) {
      return null;
    }
    String message = decode(fragments.toByteArray());
    fragments.reset();
    return message;
  }

  private static String decode(byte[] utf8) {
    try {
      return RawJson.decode(utf8);
    } catch (ActjsException e) {
      throw new BadPayloadException(e.detail());
    }
  }
}
