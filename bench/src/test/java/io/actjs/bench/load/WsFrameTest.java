package io.actjs.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WsFrameTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536})
  void carriesItsTextMasked(int length) {
    String text = "x".repeat(length);
    ByteBuffer out = ByteBuffer.allocate(length + 14);
    WsFrame.text(text).copyTo(out);
    assertEquals(text, decode(out.flip()));
  }

  @Test
  void setsTheNumberInTheCopyOnly() {
    WsFrame frame = WsFrame.text("{\"id\":" + WsFrame.NUMBER + ",\"a\":1}");
    ByteBuffer out = ByteBuffer.allocate(200);
    for (long number : new long[] {1_000_000_000L, 9_876_543_210L}) {
      int start = out.position();
      frame.copyTo(out);
      frame.number(out, start, number);
    }
    out.flip();
    assertEquals("{\"id\":1000000000,\"a\":1}", decode(out));
    assertEquals("{\"id\":9876543210,\"a\":1}", decode(out));
  }

  /** Reads one frame as RFC 6455, section 5.2 says. */
  private static String decode(ByteBuffer in) {
    assertEquals((byte) 0x81, in.get(), "one whole text message");
    int size = in.get() & 0xff;
    assertEquals(0x80, size & 0x80, "clients mask");
    size &= 0x7f;
    long length = size < 126 ? size : size == 126 ? in.getShort() & 0xffff : in.getLong();
    byte[] mask = new byte[4];
    in.get(mask);
    byte[] payload = new byte[(int) length];
    in.get(payload);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return new String(payload, StandardCharsets.UTF_8);
  }
}
