package io.actjs.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, above all of a text's UTF-8 bytes. */
public final class Sha256 {
  /** Never fed: a copy of it is cheaper than another one from the provider. */
  private static final MessageDigest FRESH = ofProvider();

  private Sha256() {}

  /** In lowercase hex. */
  public static String of(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(UTF_8)));
  }

  /** A new computation over bytes. */
  public static MessageDigest digest() {
    try {
      return (MessageDigest) FRESH.clone();
    } catch (CloneNotSupportedException e) {
      return ofProvider();
    }
  }

  private static MessageDigest ofProvider() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
