package io.actjs.storage.codec;

import io.actjs.model.ActjsException;
import io.actjs.model.Envelope;
import io.actjs.model.ProblemCode;
import java.util.zip.CRC32C;

/** Envelopes, as they come and with a sum that is right: an envelope, or refused as such. */
public final class EnvelopeFuzz {
  private static final int BODY_AT = 5;

  private EnvelopeFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    read(data);
    byte[] summed = new byte[BODY_AT + data.length];
    System.arraycopy(data, 0, summed, BODY_AT, data.length);
    CRC32C sum = new CRC32C();
    sum.update(data, 0, data.length);
    summed[0] = 1;
    ByteWriter.INT.set(summed, 1, (int) sum.getValue());
    read(summed);
  }

  private static void read(byte[] bytes) {
    Envelope envelope;
    try {
      envelope = EnvelopeCodec.decode(bytes);
    } catch (ActjsException e) {
      if (e.code() != ProblemCode.SchemaInvalid) {
        throw new AssertionError("refused as " + e.code(), e);
      }
      return;
    }
    if (!envelope.equals(EnvelopeCodec.decode(EnvelopeCodec.encode(envelope)))) {
      throw new AssertionError("not read again: " + envelope);
    }
  }
}
