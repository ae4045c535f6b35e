package io.actjs.storage.valkey;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Sha256;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.storage.codec.ByteReader;
import io.actjs.storage.codec.ByteWriter;
import io.actjs.storage.codec.JournalCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The form of a state in Valkey:
 *
 * <pre>
 * magic (4 bytes), seq (19 digits), seal (32 bytes), version, length, packed (1 byte), state
 * </pre>
 *
 * <p>The seal is the SHA-256 of the actor's address, the journal's record of turn {@code seq},
 * which has its time and its owner's epoch, and everything after the seal. So a value opens only
 * together with the turn that produced it: not for another actor, not in a diverged history, and
 * not if it is damaged. It proves nothing about its author: anyone who can write to Valkey and read
 * the journal can forge a state.
 */
final class HotState {
  /** Also the format's number: another format gets another magic, and neither reads the other. */
  private static final byte[] MAGIC = "ahs1".getBytes(StandardCharsets.US_ASCII);

  private static final int SEQ_DIGITS = 19;
  private static final int SEAL_AT = MAGIC.length + SEQ_DIGITS;
  private static final int SEAL_BYTES = 32;
  private static final int BODY_AT = SEAL_AT + SEAL_BYTES;

  /** A shorter state does not get shorter by packing. */
  private static final int PACK_FROM_BYTES = 256;

  /** More than any state has. */
  private static final long MAX_STATE_BYTES = 256L << 20;

  private final byte[] value;
  private final long seq;

  private HotState(byte[] value, long seq) {
    this.value = value;
    this.seq = seq;
  }

  /** The snapshot as a value. */
  static byte[] write(ActorSnapshot snapshot, TurnRecord turn) {
    return write(snapshot, turn, JournalCodec.FORMAT);
  }

  /** The snapshot as a value of a version that wrote the journal in this format. */
  static byte[] write(ActorSnapshot snapshot, TurnRecord turn, int format) {
    byte[] state = snapshot.state().getBytes(StandardCharsets.UTF_8);
    byte[] packed = state.length < PACK_FROM_BYTES ? state : pack(state);
    boolean smaller = packed.length < state.length;
    byte[] payload = smaller ? packed : state;
    ByteWriter out = new ByteWriter(BODY_AT + 64 + payload.length);
    out.writeBytes(MAGIC, 0, MAGIC.length);
    out.writeBytes(digits(snapshot.seq()), 0, SEQ_DIGITS);
    out.writeBytes(new byte[SEAL_BYTES], 0, SEAL_BYTES);
    out.writeText(snapshot.version().toString());
    out.writeLong(state.length);
    out.writeByte(smaller ? 1 : 0);
    out.writeBytes(payload, 0, payload.length);
    byte[] value = out.toByteArray();
    byte[] seal = seal(turn, format, value);
    System.arraycopy(seal, 0, value, SEAL_AT, SEAL_BYTES);
    return value;
  }

  private static byte[] digits(long seq) {
    return "%019d".formatted(seq).getBytes(StandardCharsets.US_ASCII);
  }

  /** The data read from Valkey; null when no version of this program can have written it. */
  static @Nullable HotState of(byte[] value) {
    if (value.length < BODY_AT || !Arrays.equals(value, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return null;
    }
    long seq = 0;
    for (int i = MAGIC.length; i < SEAL_AT; i++) {
      int digit = value[i] - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      seq = seq * 10 + digit;
    }
    return seq < 1 ? null : new HotState(value, seq);
  }

  /** The turn after which it claims to be the state. */
  long seq() {
    return seq;
  }

  /** The state, when it is that of the actor after this turn; else null. */
  @Nullable ActorSnapshot open(TurnRecord turn) {
    if (turn.seq() != seq || !isSealed(turn)) {
      return null;
    }
    try {
      ByteReader in = new ByteReader(value, BODY_AT, value.length - BODY_AT);
      Version version = Version.parse(in.readText());
      long length = in.readLong();
      boolean packed = in.readByte() != 0;
      String state = packed ? unpack(in.offset(), length) : plain(in.offset());
      return new ActorSnapshot(turn.ref(), seq, version, state);
    } catch (ActjsException | IOException e) {
      return null;
    }
  }

  /** By this version, or by one that wrote the journal in an older format. */
  private boolean isSealed(TurnRecord turn) {
    byte[] found = Arrays.copyOfRange(value, SEAL_AT, BODY_AT);
    for (int format = JournalCodec.FORMAT; format > 0; format--) {
      if (MessageDigest.isEqual(found, seal(turn, format, value))) {
        return true;
      }
    }
    return false;
  }

  private String plain(int from) {
    return new String(value, from, value.length - from, StandardCharsets.UTF_8);
  }

  private String unpack(int from, long length) throws IOException {
    if (length < 0 || length > MAX_STATE_BYTES) {
      throw new IOException("a state of " + length + " bytes");
    }
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(value, from, value.length - from))) {
      byte[] state = in.readNBytes((int) length);
      if (state.length != length || in.read() >= 0) {
        throw new IOException("not the length that was written");
      }
      return new String(state, StandardCharsets.UTF_8);
    }
  }

  private static byte[] pack(byte[] state) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(state.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * @param format of the journal, in which the turn goes into the seal
   */
  private static byte[] seal(TurnRecord turn, int format, byte[] value) {
    ByteWriter bound = new ByteWriter(256);
    bound.writeText(turn.ref().className());
    bound.writeText(turn.ref().id());
    MessageDigest digest = Sha256.digest();
    digest.update(bound.toByteArray());
    byte[] record = JournalCodec.chunkOf(turn, format);
    ByteWriter length = new ByteWriter(10);
    length.writeLong(record.length);
    digest.update(length.toByteArray());
    digest.update(record);
    digest.update(value, BODY_AT, value.length - BODY_AT);
    return digest.digest();
  }
}
