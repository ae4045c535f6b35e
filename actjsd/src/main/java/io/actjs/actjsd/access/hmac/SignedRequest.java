package io.actjs.actjsd.access.hmac;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.actjs.actjsd.access.Credentials;
import io.actjs.actjsd.access.Door;
import io.actjs.model.ActjsException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a signature covers.
 *
 * @param timestamp milliseconds since 1970
 * @param principal as it was sent: JSON in base64
 * @param signature in hex
 */
record SignedRequest(
    String method,
    String target,
    long timestamp,
    String nonce,
    String principal,
    String signature) {
  static final String PRINCIPAL = "X-Actjs-Principal";
  static final String TIMESTAMP = "X-Actjs-Timestamp";
  static final String NONCE = "X-Actjs-Nonce";
  static final String SIGNATURE = "X-Actjs-Signature";

  /** The first line of the signed text: that of another format is another text. */
  private static final String FORMAT = "actjs-hmac-1";

  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern TIME = Pattern.compile("[0-9]{13}");
  private static final Pattern ONCE = Pattern.compile("[A-Za-z0-9_-]{16,64}");
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final int LONGEST_PRINCIPAL = 32 << 10;

  /**
   * Reads it; null when nothing of it is there.
   *
   * @throws ActjsException {@code Unauthorized}
   */
  static @Nullable SignedRequest of(Credentials presented) {
    String principal = presented.header(PRINCIPAL);
    String signature = presented.header(SIGNATURE);
    if (principal == null && signature == null) {
      return null;
    }
    String timestamp = presented.header(TIMESTAMP);
    String nonce = presented.header(NONCE);
    if (timestamp == null || nonce == null) {
      // As the original has it: whoever reads it once could send it for ever.
      throw Door.unauthorized(
          "a signature needs " + TIMESTAMP + " and " + NONCE + ", which it covers");
    }
    if (principal == null || signature == null) {
      throw Door.unauthorized(PRINCIPAL + " and " + SIGNATURE + " belong together");
    }
    if (principal.length() > LONGEST_PRINCIPAL) {
      throw Door.unauthorized(PRINCIPAL + " is longer than " + (LONGEST_PRINCIPAL >> 10) + " KiB");
    }
    require(TIME, timestamp, TIMESTAMP + " must be milliseconds since 1970, 13 digits");
    require(ONCE, nonce, NONCE + " must have 16 to 64 letters, digits, - or _");
    require(HEX, signature, SIGNATURE + " must be an HMAC-SHA256 in hex, 64 digits");
    return new SignedRequest(
        presented.method(),
        presented.target(),
        Long.parseLong(timestamp),
        nonce,
        principal,
        signature);
  }

  private static void require(Pattern form, String text, String message) {
    if (!form.matcher(text).matches()) {
      throw Door.unauthorized(message);
    }
  }

  /** The text that is signed. None of its lines can have a line break in it. */
  String text() {
    return String.join("\n", FORMAT, method, target, Long.toString(timestamp), nonce, principal);
  }

  /** Whether one of the secrets has signed it; the time tells nothing of how nearly. */
  boolean isSignedBy(List<byte[]> secrets) {
    byte[] presented = HexFormat.of().parseHex(signature);
    boolean isSigned = false;
    for (byte[] secret : secrets) {
      isSigned |= MessageDigest.isEqual(mac(secret, text()), presented);
    }
    return isSigned;
  }

  static byte[] mac(byte[] secret, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new AssertionError("every Java platform has " + ALGORITHM, e);
    }
  }
}
