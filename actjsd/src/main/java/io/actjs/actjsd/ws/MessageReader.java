package io.actjs.actjsd.ws;

import io.actjs.actjsd.encoding.Expansion;
import io.actjs.model.ActjsException;
import io.actjs.policy.Budget;
import io.actjs.policy.Tab;
import io.actjs.wire.RawJson;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of one WebSocket, or says why it closes. Used by one thread at a time, in the
 * order in which frames come.
 */
final class MessageReader {
  /**
   * Bytes that are read and thrown away of a message that is refused. A client that is cut off
   * while it sends sees a broken connection, not the close frame that says why.
   */
  private static final long DISCARD_LIMIT = 64L << 20;

  /** A message is in memory twice while it is read: as bytes, and as text. */
  private static final int COPIES = 2;

  private final MessageBuffer message;
  private final Budget memory;
  private final Consumer<CloseStatus> close;

  /** Whether the message that is being read is compressed. */
  private boolean isCompressed;

  /** Why it closes when the message that is being read has ended. */
  private @Nullable CloseStatus refusal;

  private long discarded;

  /**
   * @param memory what messages are charged to
   * @param close closes the connection
   */
  MessageReader(Budget memory, Consumer<CloseStatus> close) {
    this.message = new MessageBuffer(memory);
    this.memory = memory;
    this.close = close;
  }

  /**
   * The message that the frame completes, if it does and may be taken.
   *
   * @param limit bytes of a message
   */
  byte @Nullable [] take(Frame frame, long limit) {
    CloseStatus reason = refusal;
    if (reason == null && frame.getOpCode() != OpCode.CONTINUATION) {
      isCompressed = frame.isRsv1();
    } else if (reason == null && frame.isRsv1()) {
      reason =
          new CloseStatus(CloseStatus.PROTOCOL, "only the first frame says what is compressed");
    }
    if (reason == null) {
      try {
        return message.add(frame.getPayload(), frame.isFin(), limit);
      } catch (MessageTooLargeException e) {
        reason = new CloseStatus(CloseStatus.MESSAGE_TOO_LARGE, e.getMessage());
      } catch (ActjsException e) {
        reason = new CloseStatus(CloseStatus.TRY_AGAIN_LATER, e.detail());
      }
    }
    message.clear();
    refusal = reason;
    discarded += frame.getPayloadLength();
    if (frame.isFin() || discarded > DISCARD_LIMIT) {
      close.accept(reason);
    }
    return null;
  }

  /** Whether the message that was taken last is compressed. */
  boolean isCompressed() {
    return isCompressed;
  }

  /** The text of a message; closes the connection when it is none. */
  @Nullable String text(byte[] utf8) {
    try {
      return RawJson.decode(utf8);
    } catch (ActjsException e) {
      refuse(new CloseStatus(CloseStatus.BAD_PAYLOAD, e.detail()));
      return null;
    }
  }

  /**
   * Expands a message, which takes a while; closes the connection when that cannot be.
   *
   * @param limit bytes of the text
   */
  @Nullable String expanded(byte[] compressed, int limit) {
    try (Tab tab = new Tab(memory)) {
      return text(Expansion.message(compressed, tab, COPIES, limit));
    } catch (ActjsException e) {
      int status =
          switch (e.code()) {
            case PayloadTooLarge -> CloseStatus.MESSAGE_TOO_LARGE;
            case CapacityExhausted -> CloseStatus.TRY_AGAIN_LATER;
            default -> CloseStatus.BAD_PAYLOAD;
          };
      refuse(new CloseStatus(status, e.detail()));
      return null;
    }
  }

  private void refuse(CloseStatus reason) {
    refusal = reason;
    close.accept(reason);
  }

  /** Forgets an unfinished message. */
  void clear() {
    message.clear();
  }
}
