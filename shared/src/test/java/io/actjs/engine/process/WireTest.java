package io.actjs.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final InputStream NOTHING = InputStream.nullInputStream();

  private static byte[] message(String text) throws IOException {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    Wire.answering(NOTHING, sent, 0).begin(Op.STEP).number(-7).text(text).text(null).send();
    return sent.toByteArray();
  }

  private static Wire reading(byte[] bytes, long most) {
    // A pipe hands over what it has, in pieces.
    InputStream pieces =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(length, 1000));
          }
        };
    return Wire.answering(pieces, new ByteArrayOutputStream(), most);
  }

  private static void assertReads(String text) throws IOException {
    Wire wire = reading(message(text), 1 << 20);
    assertEquals(Op.STEP, wire.receive());
    assertEquals(-7, wire.number());
    assertEquals(text, wire.text());
    assertNull(wire.optionalText());
    wire.done();
    assertNull(wire.receive());
  }

  @Property(tries = 200)
  void aTextArrivesAsItWas(@ForAll String text) throws IOException {
    assertReads(text);
  }

  @Test
  void loneSurrogatesAndLongTextsSurvive() throws IOException {
    assertReads("\ud800 and \udc00\ud800");
    assertReads("x".repeat(100_000));
    assertReads("\u20ac".repeat(100_000));
  }

  @Test
  void halfAMessageIsNone() throws IOException {
    byte[] whole = message("text");
    Wire wire = reading(Arrays.copyOf(whole, whole.length - 1), 100);
    assertThrows(EOFException.class, wire::receive);
  }

  @Test
  void aMessageIsBounded() throws IOException {
    Wire wire = reading(message("x".repeat(1000)), 999);
    assertThrows(WireException.class, wire::receive);
    Wire negative = reading(new byte[] {-1, -1, -1, -1, 's', 0}, 999);
    assertThrows(WireException.class, negative::receive);
  }

  @Test
  void whatIsNoMessageIsRefused() throws IOException {
    Wire noOperation = reading(new byte[] {0, 0, 0, 0, 99, 0}, 100);
    assertThrows(WireException.class, noOperation::receive);

    Wire noText = reading(new byte[] {5, 0, 0, 0, 's', 0, 9, 0, 0, 0, 0}, 100);
    assertEquals(Op.STEP, noText.receive());
    assertThrows(WireException.class, noText::text);

    Wire tooShort = reading(new byte[] {5, 0, 0, 0, 's', 0, 1, 9, 0, 0, 0}, 100);
    assertEquals(Op.STEP, tooShort.receive());
    assertThrows(WireException.class, tooShort::text);

    Wire tooLong = reading(new byte[] {1, 0, 0, 0, 's', 0, 1}, 100);
    assertEquals(Op.STEP, tooLong.receive());
    assertThrows(WireException.class, tooLong::done);

    byte[] two = new byte[] {0, 0, 0, 0, 's', 0, 0, 0, 0, 0, 's', 0};
    assertThrows(WireException.class, reading(two, 100)::receive);
  }
}
