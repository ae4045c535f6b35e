package io.actjs.actjsd.ws;

import io.actjs.actjsd.feed.FrameSink;
import io.actjs.actjsd.feed.OutFrame;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/** Sends frames over one WebSocket, compressed if that was agreed on and saves something. */
final class SocketFrames implements FrameSink {
  /** Bytes of a compressed message that are sent as one frame. */
  private static final int PIECE = 32 << 10;

  private final Supplier<CoreSession> session;
  private final boolean compresses;

  SocketFrames(Supplier<CoreSession> session, boolean compresses) {
    this.session = session;
    this.compresses = compresses;
  }

  @Override
  public boolean isReady(OutFrame frame) {
    return !compresses || !frame.takesLongToCompress();
  }

  @Override
  public void prepare(OutFrame frame, Runnable then) {
    Thread.startVirtualThread(
        () -> {
          try {
            var unused = frame.compressed();
          } finally {
            then.run();
          }
        });
  }

  @Override
  public void send(OutFrame frame, boolean more, Callback done) {
    byte[] compressed = compresses ? frame.compressed() : null;
    if (compressed == null) {
      Frame plain = new Frame(OpCode.TEXT, true, ByteBuffer.wrap(frame.utf8()));
      session.get().sendFrame(plain, done, more);
    } else {
      sendCompressed(compressed, more, done);
    }
  }

  /** In pieces, as other long messages are: between them, pings are answered. */
  private void sendCompressed(byte[] message, boolean more, Callback done) {
    int at = 0;
    while (message.length - at > PIECE) {
      session.get().sendFrame(piece(message, at, PIECE), Callback.NOOP, true);
      at += PIECE;
    }
    session.get().sendFrame(piece(message, at, message.length - at), done, more);
  }

  private static Frame piece(byte[] message, int at, int length) {
    Frame piece =
        new Frame(
            at == 0 ? OpCode.TEXT : OpCode.CONTINUATION,
            at + length == message.length,
            ByteBuffer.wrap(message, at, length));
    // Only the first says that the message is compressed.
    piece.setRsv1(at == 0);
    return piece;
  }
}
