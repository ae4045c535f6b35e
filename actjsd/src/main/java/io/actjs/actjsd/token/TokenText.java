package io.actjs.actjsd.token;

import io.actjs.storage.access.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The text of a static token: {@value #PREFIX}, by which scanners find one that has leaked, a
 * secret of 256 random bits, and a checksum, by which a mistyped one is told from an unknown one.
 *
 * <p>The server keeps only its SHA-256. A secret that is guessed by trying 2^255 others needs
 * neither a salt nor a slow hash, which are for secrets that people choose.
 */
public final class TokenText {
  public static final String PREFIX = "actjs_";

  private static final int CHECKSUM = 6;
  private static final int LENGTH = PREFIX.length() + RandomText.SECRET + CHECKSUM;

  private final String text;

  private TokenText(String text) {
    this.text = text;
  }

  public static TokenText mint() {
    String start = PREFIX + RandomText.of(RandomText.SECRET);
    return new TokenText(start + checksum(start));
  }

  /** Whether a text claims to be a static token. */
  public static boolean isOne(String text) {
    return text.startsWith(PREFIX);
  }

  /** Whether a text has the length and the checksum of a static token. */
  public static boolean isWhole(String text) {
    return isOne(text)
        && text.length() == LENGTH
        && RandomText.isAllDigits(text, PREFIX.length())
        && text.endsWith(checksum(text.substring(0, LENGTH - CHECKSUM)));
  }

  /** What the server knows the token by. */
  public static Bytes hash(String text) {
    return Bytes.sha256(text);
  }

  private static String checksum(String start) {
    CRC32 crc = new CRC32();
    crc.update(start.getBytes(StandardCharsets.US_ASCII));
    StringBuilder digits = new StringBuilder();
    long rest = crc.getValue();
    for (int i = 0; i < CHECKSUM; i++) {
      digits.append(RandomText.DIGITS.charAt((int) (rest % RandomText.DIGITS.length())));
      rest /= RandomText.DIGITS.length();
    }
    return digits.reverse().toString();
  }

  /** The text itself, for the one to whom it is given. */
  public String reveal() {
    return text;
  }

  public Bytes hash() {
    return hash(text);
  }

  @Override
  public String toString() {
    return "TokenText[hidden]";
  }
}
