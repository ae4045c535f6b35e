package io.actjs.storage.codec;

import java.util.zip.CRC32C;

/**
 * What surrounds the entries of a segment or a chunk: the number of their format and, from format 3
 * on, a checksum (CRC-32C) of all that follows it. So no bytes are taken for turns that the disk,
 * or somebody, has changed.
 */
final class Container {
  private static final int FIRST_WITH_SUM = 3;
  private static final int SUM_AT = 1;
  private static final int SUMMED_FROM = SUM_AT + Integer.BYTES;

  private Container() {}

  static void begin(ByteWriter out, int format) {
    out.writeByte(format);
    if (format >= FIRST_WITH_SUM) {
      out.skipInt();
    }
  }

  /** Fills in the checksum of a container that is complete, in the array itself. */
  static byte[] seal(byte[] container) {
    if (container[0] >= FIRST_WITH_SUM) {
      ByteWriter.INT.set(container, SUM_AT, sum(container));
    }
    return container;
  }

  static boolean hasSum(byte[] container) {
    return container.length > 0 && container[0] >= FIRST_WITH_SUM;
  }

  private static int sum(byte[] container) {
    CRC32C sum = new CRC32C();
    sum.update(container, SUMMED_FROM, container.length - SUMMED_FROM);
    return (int) sum.getValue();
  }

  /** Steps to the first entry, and returns the format of the bodies; refuses changed bytes. */
  static BodyFormat enter(ByteReader in, byte[] container) {
    int number = in.readByte();
    BodyFormat format = BodyFormat.of(number);
    if (number >= FIRST_WITH_SUM && in.readInt() != sum(container)) {
      throw ByteReader.damaged("its bytes do not fit their checksum");
    }
    return format;
  }
}
