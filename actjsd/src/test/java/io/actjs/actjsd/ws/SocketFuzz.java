package io.actjs.actjsd.ws;

import io.actjs.policy.Budget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/** The frames of a WebSocket, compressed or not, up to what its requests ask for. */
public final class SocketFuzz {
  private static final int LIMIT = 8 << 10;
  private static final long MEMORY = 1 << 20;

  private final Budget memory = Budget.root("server", MEMORY);
  private final List<CloseStatus> closed = new ArrayList<>();
  private final MessageReader messages = new MessageReader(memory, closed::add);
  private final RpcSession session = new RpcSession(SocketLimits.DEFAULT, memory);

  private SocketFuzz() {}

  /**
   * @param data frames: a byte of bits, two bytes of length, the payload
   */
  public static void fuzzerTestOneInput(byte[] data) {
    SocketFuzz fuzz = new SocketFuzz();
    ByteBuffer in = ByteBuffer.wrap(data);
    boolean within = false;
    while (in.remaining() > 2 && fuzz.closed.isEmpty()) {
      int bits = in.get();
      int length = Math.min(in.getShort() & 0xffff, in.remaining());
      boolean last = (bits & 1) == 0;
      Frame frame =
          new Frame(
              within ? OpCode.CONTINUATION : OpCode.TEXT, last, in.slice(in.position(), length));
      frame.setRsv1((bits & 2) != 0);
      in.position(in.position() + length);
      within = !last;
      fuzz.take(frame);
    }
    fuzz.messages.clear();
    require(fuzz.memory.used() == 0, "not given back: " + fuzz.memory.used());
  }

  private void take(Frame frame) {
    byte[] whole = messages.take(frame, LIMIT);
    require(memory.used() <= 4 * LIMIT, "too much in use: " + memory.used());
    if (whole == null) {
      return;
    }
    String text = messages.isCompressed() ? messages.expanded(whole, LIMIT) : messages.text(whole);
    if (text != null) {
      end(session.receive(text));
    } else {
      require(!closed.isEmpty(), "neither taken nor refused");
    }
  }

  private static void end(RpcAction action) {
    if (action instanceof RpcAction.Batch(var actions, var batch)) {
      actions.forEach(each -> batch.answered(null, null));
      var unused = batch.answered(null, null);
    }
  }

  private static void require(boolean right, String what) {
    if (!right) {
      throw new AssertionError(what);
    }
  }
}
