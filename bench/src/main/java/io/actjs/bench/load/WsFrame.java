package io.actjs.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * A client frame, masked and ready to be copied into a socket. Fields of ten digits may be left
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

  /** Where the open fields begin. */
  private final int[] numbersAt;

  private WsFrame(byte[] bytes, int[] numbersAt) {
    this.bytes = bytes;
    this.numbersAt = numbersAt;
  }

  static WsFrame text(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    WsFrame frame = of(TEXT, payload);
    int header = frame.bytes.length - payload.length;
    IntStream.Builder fields = IntStream.builder();
    int behind = Ascii.after(Ascii.bytes(NUMBER), payload, 0, payload.length);
    while (behind >= 0) {
      fields.add(header + behind - NUMBER.length());
      behind = Ascii.after(Ascii.bytes(NUMBER), payload, behind, payload.length);
    }
    return new WsFrame(frame.bytes, fields.build().toArray());
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
    return new WsFrame(bytes, new int[0]);
  }

  /** Appends the frame to {@code out}. */
  void copyTo(ByteBuffer out) {
    out.put(bytes);
  }

  /** Writes the number into the copy of this frame that begins at {@code start}. */
  void number(ByteBuffer out, int start, long number) {
    int payload = payloadAt();
    for (int field : numbersAt) {
      long rest = number;
      for (int at = field + NUMBER.length() - 1; at >= field; at--) {
        byte digit = (byte) ('0' + rest % 10);
        out.put(start + at, (byte) (digit ^ MASK[(at - payload) & 3]));
        rest /= 10;
      }
    }
  }

  private int payloadAt() {
    int size = bytes[1] & 0x7f;
    return MASK.length + (size < 126 ? 2 : size == 126 ? 4 : 10);
  }
}
