package io.actjs.registry;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.io.StringReader;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/** A public key that verifies signatures. */
final class Ed25519Key {
  static final int SIGNATURE_BYTES = 64;
  private static final String PUBLIC_KEY = "PUBLIC KEY";

  private final Ed25519PublicKeyParameters key;

  private Ed25519Key(Ed25519PublicKeyParameters key) {
    this.key = key;
  }

  /**
   * @param pem of a SubjectPublicKeyInfo
   * @throws ActjsException {@code SchemaInvalid} when it is not a public key, {@code
   *     UnsupportedKeyType} when it is of another kind
   */
  static Ed25519Key ofPem(String pem) {
    AsymmetricKeyParameter key = decoded(pem);
    if (key instanceof Ed25519PublicKeyParameters ed25519) {
      return new Ed25519Key(ed25519);
    }
    throw new ActjsException(
        ProblemCode.UnsupportedKeyType,
        "the key is not an Ed25519 key: generate one with `openssl genpkey -algorithm ed25519`");
  }

  private static AsymmetricKeyParameter decoded(String pem) {
    try (PemReader reader = new PemReader(new StringReader(pem))) {
      PemObject object = reader.readPemObject();
      if (object == null || !object.getType().equals(PUBLIC_KEY)) {
        throw noPublicKey(null);
      }
      return PublicKeyFactory.createKey(object.getContent());
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      // The decoder reports malformed text and points off the curve by all three.
      throw noPublicKey(e);
    }
  }

  private static ActjsException noPublicKey(@Nullable Throwable cause) {
    return new ActjsException(
        ProblemCode.SchemaInvalid,
        "the key is not PEM text beginning with -----BEGIN PUBLIC KEY-----: export it with"
            + " `openssl pkey -pubout`",
        cause);
  }

  boolean verifies(SigningMessage message, byte[] signature) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(false, key);
    byte[] bytes = message.bytes();
    signer.update(bytes, 0, bytes.length);
    return signer.verifySignature(signature);
  }
}
