package io.actjs.storage.access;

import io.actjs.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are a value: unchangeable, and equal when their contents are. Comparing takes as long
 * whether they differ early or late, and its text says only how many there are.
 */
public final class Bytes {
  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  public static Bytes of(byte[] content) {
    return new Bytes(content.clone());
  }

  public static Bytes ofUtf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws IllegalArgumentException when the text is not an even number of hex digits
   */
  public static Bytes ofHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  /** The SHA-256 of a text's UTF-8. */
  public static Bytes sha256(String text) {
    return new Bytes(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  public int size() {
    return content.length;
  }

  /** A copy of the contents. */
  public byte[] toArray() {
    return content.clone();
  }

  public String utf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  public String hex() {
    return HexFormat.of().formatHex(content);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes bytes && MessageDigest.isEqual(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return content.length + " bytes";
  }
}
