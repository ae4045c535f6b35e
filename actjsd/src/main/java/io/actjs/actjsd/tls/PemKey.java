package io.actjs.actjsd.tls;

import io.actjs.model.ActjsException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The private key of a PEM file: PKCS#8, or as OpenSSL wrote them before, PKCS#1 for RSA and SEC 1
 * for elliptic curves. Java reads the first only, in which the other two are wrapped.
 */
final class PemKey {
  private static final String PKCS8 = "PRIVATE KEY";
  private static final String PKCS1 = "RSA PRIVATE KEY";
  private static final String SEC1 = "EC PRIVATE KEY";

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;

  /** Of the curve, in SEC 1. */
  private static final int PARAMETERS = 0xa0;

  private static final byte[] VERSION = HexFormat.of().parseHex("020100");
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private PemKey() {}

  /**
   * @throws ActjsException {@code SchemaInvalid}
   */
  static PrivateKey of(PemFile file) {
    List<PemFile.Block> keys =
        file.blocks().stream().filter(it -> it.label().endsWith(PKCS8)).toList();
    if (keys.isEmpty()) {
      throw file.lacks("private key");
    }
    if (keys.size() > 1) {
      throw file.wrong("has " + keys.size() + " private keys; leave the server's only", null);
    }
    PemFile.Block key = keys.getFirst();
    if (key.isEncrypted()) {
      throw file.wrong(
          "is encrypted, and there is nobody to ask for its passphrase; write it without one, as"
              + " with \"openssl pkey -in key.pem -out plain.pem\", and let only the server read it",
          null);
    }
    try {
      return decode(file, key);
    } catch (RuntimeException | GeneralSecurityException e) {
      if (e instanceof ActjsException told) {
        throw told;
      }
      // Its message may quote the key.
      throw file.wrong("has a private key that cannot be read", null);
    }
  }

  private static PrivateKey decode(PemFile file, PemFile.Block key)
      throws GeneralSecurityException {
    byte[] bytes = key.bytes();
    return switch (key.label()) {
      case PKCS8 -> pkcs8(file, bytes);
      case PKCS1 ->
          KeyFactory.getInstance("RSA")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(der(SEQUENCE, VERSION, RSA, der(OCTETS, bytes))));
      case SEC1 ->
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(
                      der(
                          SEQUENCE,
                          VERSION,
                          der(SEQUENCE, EC, curve(file, bytes)),
                          der(OCTETS, bytes))));
      default ->
          throw file.wrong(
              "has a key of the kind \"" + key.label() + "\"; use RSA, ECDSA or Ed25519", null);
    };
  }

  private static PrivateKey pkcs8(PemFile file, byte[] bytes) throws NoSuchAlgorithmException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (InvalidKeySpecException e) {
        // It is of another algorithm.
      }
    }
    throw file.wrong("has a private key that is damaged or not of RSA, ECDSA or Ed25519", null);
  }

  /** The object identifier of the curve. */
  private static byte[] curve(PemFile file, byte[] sec1) {
    ByteBuffer outer = ByteBuffer.wrap(sec1);
    ByteBuffer members = value(outer, SEQUENCE);
    while (members != null && members.hasRemaining()) {
      int tag = members.get(members.position()) & 0xff;
      ByteBuffer value = value(members, tag);
      if (tag == PARAMETERS && value != null) {
        byte[] oid = new byte[value.remaining()];
        value.get(oid);
        return oid;
      }
    }
    throw file.wrong("has an EC key that does not name its curve", null);
  }

  /** The value that follows, when it has the tag. */
  private static @Nullable ByteBuffer value(ByteBuffer from, int tag) {
    if ((from.get() & 0xff) != tag) {
      return null;
    }
    int length = from.get() & 0xff;
    if (length > 0x80) {
      int octets = length - 0x80;
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = (length << 8) | (from.get() & 0xff);
      }
    }
    ByteBuffer value = from.slice(from.position(), length);
    from.position(from.position() + length);
    return value;
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      value.writeBytes(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    int length = value.size();
    if (length < 0x80) {
      all.write(length);
    } else if (length < 0x100) {
      all.write(0x81);
      all.write(length);
    } else {
      all.write(0x82);
      all.write(length >> 8);
      all.write(length);
    }
    all.writeBytes(value.toByteArray());
    return all.toByteArray();
  }
}
