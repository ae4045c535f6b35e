package io.actjs.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A client frame, masked and ready to be copied into a socket. One field of ten digits may be left
 * open for a number that differs each time.
 */
final class WsFrame {
  /** Stands for the open field in the text given to {@link #text}. */
  static final String NUMBER = "##########";

  /** The least number that fills the field. */
  static final long LEAST_NUMBER = 1_000_000_000L;

  private static final int TEXT = 1;
  private static final byte[] MASK = {0x5a, 0x2d, 0x11, 0x7e};

  /** Header, mask and masked payload. */
  private final byte[] bytes;

  /** Where the open field begins; -1 when there is none. */
  private final int numberAt;

  private WsFrame(byte[] bytes, int numberAt) {
    this.bytes = bytes;
    this.numberAt = numberAt;
  }

  static WsFrame text(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    WsFrame frame = of(TEXT, payload);
    int field = Ascii.after(Ascii.bytes(NUMBER), payload, 0, payload.length);
    int header = frame.bytes.length - payload.length;
    return field < 0 ? frame : new WsFrame(frame.bytes, header + field - NUMBER.length());
  }

  static WsFrame of(int opcode, byte[] payload) {
    int length = payload.length;
    ByteBuffer frame = ByteBuffer.allocate(14 + length).put((byte) (0x80 | opcode));
    if (length < 126) {
      frame.put((byte) (0x80 | length));
    } else if (length < 1 << 16) {
      frame.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(length);
    }
    frame.put(MASK);
    for (int i = 0; i < length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i & 3]));
    }
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return new WsFrame(bytes, -1);
  }

  /** Appends the frame to {@code out}. */
  void copyTo(ByteBuffer out) {
    out.put(bytes);
  }

  /** Writes the number into the copy of this frame that begins at {@code start}. */
  void number(ByteBuffer out, int start, long number) {
    int payload = payloadAt();
    long rest = number;
    for (int at = numberAt + NUMBER.length() - 1; at >= numberAt; at--) {
      byte digit = (byte) ('0' + rest % 10);
      out.put(start + at, (byte) (digit ^ MASK[(at - payload) & 3]));
      rest /= 10;
    }
  }

  private int payloadAt() {
    int size = bytes[1] & 0x7f;
    return MASK.length + (size < 126 ? 2 : size == 126 ? 4 : 10);
  }
}
