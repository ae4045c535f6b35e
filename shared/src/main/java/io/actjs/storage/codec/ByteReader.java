package io.actjs.storage.codec;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link ByteWriter} wrote. Bytes that it cannot have written are {@code StoreDamaged}.
 * Not thread-safe.
 */
public final class ByteReader {
  private final byte[] bytes;
  private final int end;
  private int offset;

  public ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  public ByteReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = offset + length;
  }

  public boolean hasMore() {
    return offset < end;
  }

  /** The position of the next byte in the array. */
  public int offset() {
    return offset;
  }

  public int readByte() {
    require(1);
    return bytes[offset++];
  }

  public long readLong() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged("a number of more than ten bytes");
  }

  public String readText() {
    int length = readLength();
    return new String(bytes, skip(length), length, StandardCharsets.UTF_8);
  }

  /** A reader of what {@link ByteWriter#writeSized} wrote, and of nothing after it. */
  public ByteReader readSized() {
    int length = readLength();
    return new ByteReader(bytes, skip(length), length);
  }

  private int readLength() {
    long length = readLong();
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw damaged("a text of " + length + " bytes");
    }
    return (int) length;
  }

  public int readInt() {
    require(Integer.BYTES);
    offset += Integer.BYTES;
    return (int) ByteWriter.INT.get(bytes, offset - Integer.BYTES);
  }

  /** Steps over bytes and returns where they start. */
  public int skip(int length) {
    require(length);
    offset += length;
    return offset - length;
  }

  private void require(int count) {
    if (count < 0 || count > end - offset) {
      throw damaged("a record that ends too early");
    }
  }

  /** The error for bytes that this version cannot have written, though a newer one may have. */
  static ActjsException newer(String what) {
    return damaged(what + ", or a newer version wrote it");
  }

  /** The error for bytes that no version of this program has written. */
  public static ActjsException damaged(String what) {
    return new ActjsException(
        ProblemCode.StoreDamaged,
        "the stored journal is damaged (" + what + "): restore the store from a backup");
  }
}
