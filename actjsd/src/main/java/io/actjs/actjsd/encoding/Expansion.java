package io.actjs.actjsd.encoding;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Tab;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/**
 * Expands what a client has compressed, within a limit of bytes and the server's memory, of which
 * it takes as much as has come out: how much went in says nothing about that.
 */
public final class Expansion {
  private static final int FIRST_BYTES = 4 << 10;

  /** What a message that was flushed ends with, and what a client leaves out. */
  private static final byte[] FLUSH_TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private final Tab tab;
  private final int copies;
  private final int limit;
  private byte[] bytes = {};
  private int size;

  private Expansion(Tab tab, int copies, int limit) {
    this.tab = tab;
    this.copies = copies;
    this.limit = limit;
  }

  /**
   * The content of a gzip file.
   *
   * @param tab what it is put on
   * @param copies of it that are in memory at a time
   * @param limit bytes of the content
   * @throws ActjsException {@code PayloadTooLarge}, {@code CapacityExhausted}; {@code
   *     MalformedJson} when it is no gzip file, or half of one
   */
  public static byte[] gunzip(byte[] file, Tab tab, int copies, int limit) {
    Expansion expansion = new Expansion(tab, copies, limit);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      while (true) {
        expansion.room();
        int more =
            in.read(expansion.bytes, expansion.size, expansion.bytes.length - expansion.size);
        if (more < 0) {
          return expansion.whole();
        }
        expansion.size += more;
      }
    } catch (IOException e) {
      throw new ActjsException(
          ProblemCode.MalformedJson,
          "the body is no complete gzip file, as its content-encoding says; send it again, or"
              + " uncompressed",
          e);
    }
  }

  /**
   * The text of a message of the WebSocket extension permessage-deflate (RFC 7692) that depends on
   * no other message.
   *
   * @throws ActjsException as {@link #gunzip}
   */
  public static byte[] message(byte[] message, Tab tab, int copies, int limit) {
    Expansion expansion = new Expansion(tab, copies, limit);
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(message);
      expansion.takeFrom(inflater);
      if (!inflater.finished()) {
        inflater.setInput(FLUSH_TAIL);
        expansion.takeFrom(inflater);
      }
      return expansion.whole();
    } catch (DataFormatException e) {
      throw new ActjsException(
          ProblemCode.MalformedJson, "the message is not compressed as its first bit says", e);
    }
  }

  private void takeFrom(Inflater inflater) throws DataFormatException {
    while (!inflater.finished()) {
      room();
      int more = inflater.inflate(bytes, size, bytes.length - size);
      size += more;
      if (inflater.needsDictionary()) {
        throw new DataFormatException("a dictionary");
      }
      if (more == 0 && inflater.needsInput()) {
        return;
      }
    }
  }

  /** Makes room for one byte at least; one above the limit shows that there is more. */
  private void room() {
    if (size > limit) {
      throw new ActjsException(
          ProblemCode.PayloadTooLarge,
          "what is compressed is larger than " + limit + " bytes; send less");
    }
    if (size < bytes.length) {
      return;
    }
    int length = (int) Math.min(limit + 1L, Math.max(FIRST_BYTES, 2L * size));
    tab.charge((long) copies * (length - bytes.length));
    bytes = Arrays.copyOf(bytes, length);
  }

  private byte[] whole() {
    if (size > limit) {
      room();
    }
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
