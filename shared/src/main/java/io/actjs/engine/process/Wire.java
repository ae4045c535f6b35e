package io.actjs.engine.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages over a pair of pipes, one at a time: an {@link Op}, then numbers of 8 bytes and texts in
 * an order that both sides know. A text that has none but Latin-1 characters takes a byte for each,
 * any other two; lone surrogates survive. A message has its length before it, and a bound.
 *
 * <p>Confined to one thread at a time.
 */
final class Wire {
  private static final int OP = 4;

  /** Which request of the asking side it belongs to, counted by bytes. */
  private static final int EXCHANGE = 5;

  /** Length, operation, exchange. */
  private static final int HEADER = 6;

  /** The largest buffer that is kept for the next message. */
  private static final int RETAINED = 1 << 20;

  private static final byte ABSENT = 0;
  private static final byte LATIN = 1;
  private static final byte WIDE = 2;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final InputStream in;
  private final OutputStream out;
  private final long mostBytes;

  /** Whether this side asks, and the other answers. */
  private final boolean asks;

  private byte exchange;

  private byte[] writing = new byte[8192];
  private int written;
  private byte[] read = new byte[8192];
  private int at;
  private int end;

  /**
   * @param mostBytes the length of the longest message that is read
   */
  private Wire(InputStream in, OutputStream out, long mostBytes, boolean asks) {
    this.asks = asks;
    this.in = in;
    this.out = out;
    this.mostBytes = mostBytes;
  }

  /** The side that asks; the other's first message, before any question, says that it is there. */
  static Wire asking(InputStream in, OutputStream out, long mostBytes) {
    return new Wire(in, out, mostBytes, true);
  }

  /** The side that answers each message with one. */
  static Wire answering(InputStream in, OutputStream out, long mostBytes) {
    return new Wire(in, out, mostBytes, false);
  }

  // Writing.

  /** Begins a message. */
  Wire begin(Op op) {
    writing[OP] = op.code;
    written = HEADER;
    return this;
  }

  Wire number(long number) {
    require(Long.BYTES);
    LONG.set(writing, written, number);
    written += Long.BYTES;
    return this;
  }

  Wire text(@Nullable String text) {
    if (text == null) {
      return piece(ABSENT, new byte[0]);
    }
    byte[] latin = text.getBytes(ISO_8859_1);
    // Copies of arrays and their comparison: cheaper than a look at each character.
    return new String(latin, ISO_8859_1).equals(text)
        ? piece(LATIN, latin)
        : piece(WIDE, wide(text));
  }

  private static byte[] wide(String text) {
    byte[] bytes = new byte[Math.multiplyExact(2, text.length())];
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      bytes[2 * i] = (byte) unit;
      bytes[2 * i + 1] = (byte) (unit >>> 8);
    }
    return bytes;
  }

  private Wire piece(byte kind, byte[] bytes) {
    require(1 + Integer.BYTES + bytes.length);
    writing[written++] = kind;
    INT.set(writing, written, bytes.length);
    written += Integer.BYTES;
    System.arraycopy(bytes, 0, writing, written, bytes.length);
    written += bytes.length;
    return this;
  }

  private void require(int bytes) {
    int needed = Math.addExact(written, bytes);
    if (needed > writing.length) {
      writing = Arrays.copyOf(writing, (int) Math.max(needed, Math.min(2L * needed, 1 << 30)));
    }
  }

  void send() throws IOException {
    exchange += (byte) (asks ? 1 : 0);
    writing[EXCHANGE] = exchange;
    INT.set(writing, 0, written - HEADER);
    out.write(writing, 0, written);
    out.flush();
    if (writing.length > RETAINED) {
      writing = new byte[8192];
    }
  }

  // Reading.

  /**
   * Waits for the next message; null when the other side has closed.
   *
   * @throws WireException when what comes is no message
   */
  @Nullable Op receive() throws IOException {
    at = 0;
    end = 0;
    if (!fill(HEADER)) {
      return null;
    }
    int length = (int) INT.get(read, 0);
    Op op = Op.of(read[OP]);
    if (asks && read[EXCHANGE] != exchange) {
      throw new WireException("an answer to another request");
    }
    exchange = read[EXCHANGE];
    if (length < 0 || length > mostBytes) {
      throw new WireException("a message of " + Integer.toUnsignedLong(length) + " bytes");
    }
    if (!fill(HEADER + length) || end > HEADER + length) {
      throw new WireException("more than an answer");
    }
    at = HEADER;
    return op;
  }

  /** Reads until there are so many bytes; false when there are none at all. */
  private boolean fill(int bytes) throws IOException {
    if (read.length < bytes) {
      read = Arrays.copyOf(read, bytes);
    }
    while (end < bytes) {
      int count = in.read(read, end, read.length - end);
      if (count < 0) {
        if (end == 0) {
          return false;
        }
        throw new EOFException("half a message");
      }
      end += count;
    }
    return true;
  }

  /** The next number of the message. */
  long number() throws WireException {
    long number = (long) LONG.get(read, pass(Long.BYTES));
    return number;
  }

  /** The next text of the message, or null where that is absent. */
  @Nullable String optionalText() throws WireException {
    byte kind = read[pass(1)];
    int length = (int) INT.get(read, pass(Integer.BYTES));
    int start = pass(length);
    return switch (kind) {
      case ABSENT -> null;
      case LATIN -> new String(read, start, length, ISO_8859_1);
      case WIDE -> wide(start, length);
      default -> throw new WireException("no text");
    };
  }

  String text() throws WireException {
    String text = optionalText();
    if (text == null) {
      throw new WireException("no text");
    }
    return text;
  }

  /** Not by a decoder, which would replace lone surrogates. */
  private String wide(int start, int length) {
    char[] units = new char[length / 2];
    for (int i = 0; i < units.length; i++) {
      int low = read[start + 2 * i] & 0xff;
      units[i] = (char) (read[start + 2 * i + 1] << 8 | low);
    }
    return new String(units);
  }

  private int pass(int bytes) throws WireException {
    int start = at;
    if (bytes < 0 || bytes > end - at) {
      throw new WireException("a message that ends early");
    }
    at += bytes;
    return start;
  }

  /**
   * Ends the reading of a message.
   *
   * @throws WireException when there is more in it
   */
  void done() throws WireException {
    if (at != end) {
      throw new WireException("a message with something behind it");
    }
    if (read.length > RETAINED) {
      read = new byte[8192];
    }
  }
}
