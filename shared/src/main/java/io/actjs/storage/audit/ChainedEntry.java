package io.actjs.storage.audit;

import io.actjs.model.AuditEntry;
import io.actjs.model.Sha256;
import io.actjs.storage.access.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * An entry in its place.
 *
 * <p>The chain value is the SHA-256 of the one before (32 zero bytes before the first), then the
 * ordinal and the time as 8 bytes each, then id, principal, action, target and meta, each as its
 * length in 4 bytes and its UTF-8; numbers have their highest byte first.
 *
 * @param ordinal from 1 on, without a gap
 * @param chain 32 bytes
 */
public record ChainedEntry(long ordinal, AuditEntry entry, Bytes chain) {

  /** The entry that follows the point. */
  public static ChainedEntry after(ChainPoint point, AuditEntry entry) {
    long ordinal = point.ordinal() + 1;
    return new ChainedEntry(ordinal, entry, chain(point.chain(), ordinal, entry));
  }

  static Bytes chain(Bytes before, long ordinal, AuditEntry entry) {
    MessageDigest digest = Sha256.digest();
    digest.update(before.toArray());
    digest.update(ByteBuffer.allocate(16).putLong(ordinal).putLong(entry.at()).flip());
    update(digest, withoutZero(entry.id()));
    update(digest, entry.principal());
    update(digest, withoutZero(entry.action()));
    update(digest, entry.target());
    update(digest, entry.meta());
    return Bytes.of(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(utf8.length).flip());
    digest.update(utf8);
  }

  /** As PostgreSQL stores a text; see {@code FreeText} for the other columns. */
  private static String withoutZero(String text) {
    return text.indexOf(0) < 0 ? text : text.replace('\0', '\uFFFD');
  }

  public ChainPoint point() {
    return new ChainPoint(ordinal, chain);
  }

  /** Whether it is the entry that was written behind the point. */
  public boolean follows(ChainPoint point) {
    return equals(after(point, entry));
  }
}
