package io.actjs.storage.codec;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.ProblemCode;
import java.util.zip.CRC32C;

/**
 * The binary form of an {@link Envelope} on its way between processes:
 *
 * <pre>
 * format (1 byte), CRC-32C of the rest (4 bytes),
 * kind, class, id, name, then sections: payload, headers
 * </pre>
 *
 * <p>Bytes that were changed or cut on the way are refused as {@code SchemaInvalid}.
 */
public final class EnvelopeCodec {
  private static final int FORMAT = 1;
  private static final int BODY_AT = 1 + Integer.BYTES;

  private static final int PAYLOAD = 1;
  private static final int HEADERS = 2;

  private EnvelopeCodec() {}

  public static byte[] encode(Envelope envelope) {
    ByteWriter out = new ByteWriter(256);
    out.writeByte(FORMAT);
    int sum = out.skipInt();
    out.writeByte(codeOf(envelope.kind()));
    BodyParts.writeRef(out, envelope.target());
    out.writeText(envelope.name());
    if (envelope.payload() != null) {
      out.writeByte(PAYLOAD);
      out.writeText(envelope.payload());
    }
    if (!envelope.headers().equals(Headers.NONE)) {
      ByteWriter headers = new ByteWriter(128);
      HeadersCodec.write(headers, envelope.headers());
      out.writeByte(HEADERS);
      out.writeSized(headers);
    }
    byte[] bytes = out.toByteArray();
    ByteWriter.INT.set(bytes, sum, sumOf(bytes));
    return bytes;
  }

  /**
   * @throws ActjsException {@code SchemaInvalid} when the bytes are damaged, or a newer version
   *     wrote them
   */
  public static Envelope decode(byte[] bytes) {
    if (bytes.length < BODY_AT) {
      throw refused("it ends too early");
    }
    if (bytes[0] != FORMAT) {
      throw refused("format " + bytes[0] + ", or a newer version sent it");
    }
    if ((int) ByteWriter.INT.get(bytes, 1) != sumOf(bytes)) {
      throw refused("its sum is not that of its bytes");
    }
    try {
      return read(new ByteReader(bytes, BODY_AT, bytes.length - BODY_AT));
    } catch (ActjsException e) {
      throw new ActjsException(ProblemCode.SchemaInvalid, "an envelope is damaged", e);
    }
  }

  private static Envelope read(ByteReader in) {
    Envelope.Kind kind = kindOf(in.readByte());
    ActorRef target = BodyParts.readRef(in);
    String name = in.readText();
    String payload = null;
    Headers headers = Headers.NONE;
    int last = 0;
    while (in.hasMore()) {
      int tag = BodyParts.readTag(in, last);
      last = tag;
      switch (tag) {
        case PAYLOAD -> payload = in.readText();
        case HEADERS -> headers = HeadersCodec.read(in.readSized());
        default -> throw ByteReader.newer("a section " + tag + " of an envelope");
      }
    }
    return new Envelope(target, kind, name, payload, headers);
  }

  private static int sumOf(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, BODY_AT, bytes.length - BODY_AT);
    return (int) sum.getValue();
  }

  /** The number of a kind on the wire; it must not depend on the order of the constants. */
  private static int codeOf(Envelope.Kind kind) {
    return switch (kind) {
      case CALL -> 1;
      case TELL -> 2;
      case QUERY -> 3;
      case CREATE -> 4;
      case LIFECYCLE -> 5;
      case DELETE -> 6;
      case MIGRATE -> 7;
      case ROLLBACK -> 8;
      case WAKE -> 9;
      case WATCH -> 10;
      case FOLLOW -> 11;
      case HOOK -> 12;
      case ASK -> 13;
      case ERASE -> 14;
    };
  }

  private static Envelope.Kind kindOf(int code) {
    for (Envelope.Kind kind : Envelope.Kind.values()) {
      if (codeOf(kind) == code) {
        return kind;
      }
    }
    throw ByteReader.newer("an envelope of kind " + code);
  }

  private static ActjsException refused(String why) {
    return new ActjsException(ProblemCode.SchemaInvalid, "an envelope is damaged: " + why);
  }
}
