package io.actjs.storage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte array that numbers and texts are appended to. The counterpart is {@link
 * ByteReader}. Not thread-safe.
 */
public final class ByteWriter {
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int size;

  public ByteWriter(int capacity) {
    bytes = new byte[capacity];
  }

  public int size() {
    return size;
  }

  public void writeByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  /** Seven bits a byte, lowest first; negative numbers take ten bytes. */
  public void writeLong(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Length in bytes, then UTF-8. */
  public void writeText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writeLong(utf8.length);
    writeBytes(utf8, 0, utf8.length);
  }

  public void writeBytes(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** Writes the length in bytes, then the content of the other writer. */
  public void writeSized(ByteWriter content) {
    writeLong(content.size);
    writeBytes(content.bytes, 0, content.size);
  }

  /** Appends a part of what is here to another writer. */
  public void copy(int offset, int length, ByteWriter to) {
    to.writeBytes(bytes, offset, length);
  }

  /** Leaves room for a number that is known later: see {@link #fillInt}. */
  public int skipInt() {
    reserve(Integer.BYTES);
    size += Integer.BYTES;
    return size - Integer.BYTES;
  }

  public void fillInt(int offset, int value) {
    INT.set(bytes, offset, value);
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int count) {
    int needed = Math.addExact(size, count);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, needed * 2L));
    }
  }
}
