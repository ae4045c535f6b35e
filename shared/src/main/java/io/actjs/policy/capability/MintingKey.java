package io.actjs.policy.capability;

import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.CapabilityKey;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;

/** A key of the store, ready for use: it verifies, and signs where its private part is known. */
public final class MintingKey {
  /** Before the ids of all keys: by it a capability is told from tokens of other issuers. */
  public static final String KID_PREFIX = "cap-";

  private static final int KID_BYTES = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final CapabilityKey stored;
  private final Ed25519PublicKeyParameters verifying;
  private final @Nullable Ed25519PrivateKeyParameters signing;

  private MintingKey(
      CapabilityKey stored,
      Ed25519PublicKeyParameters verifying,
      @Nullable Ed25519PrivateKeyParameters signing) {
    this.stored = stored;
    this.verifying = verifying;
    this.signing = signing;
  }

  /** A new one. */
  static MintingKey generate(KeySeal seal, long nowMs) {
    byte[] id = new byte[KID_BYTES];
    RANDOM.nextBytes(id);
    String kid = KID_PREFIX + HexFormat.of().formatHex(id);
    Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(RANDOM);
    Ed25519PublicKeyParameters verifying = key.generatePublicKey();
    CapabilityKey stored =
        new CapabilityKey(
            kid,
            Bytes.of(verifying.getEncoded()),
            seal.seal(Bytes.of(key.getEncoded()), owner(kid)),
            nowMs,
            0);
    return new MintingKey(stored, verifying, key);
  }

  /** One of the store. */
  static MintingKey of(CapabilityKey stored, KeySeal seal) {
    Bytes open = KeySeal.NONE.open(stored.sealedPrivateKey(), owner(stored.kid()));
    Bytes seed = open == null ? seal.open(stored.sealedPrivateKey(), owner(stored.kid())) : open;
    return new MintingKey(
        stored,
        new Ed25519PublicKeyParameters(stored.publicKey().toArray()),
        seed == null ? null : new Ed25519PrivateKeyParameters(seed.toArray()));
  }

  private static String owner(String kid) {
    return "capability-key/" + kid;
  }

  MintingKey retired(long at) {
    return new MintingKey(stored.retired(at), verifying, signing);
  }

  /** As it is stored. */
  public CapabilityKey stored() {
    return stored;
  }

  public String kid() {
    return stored.kid();
  }

  /** Whether what it has signed holds. */
  public boolean isLive() {
    return stored.retiredAt() == 0;
  }

  boolean mints() {
    return isLive() && signing != null;
  }

  byte[] sign(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, signing);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  /** Whether the signature is one of this key over the message. */
  public boolean verifies(byte[] message, byte[] signature) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(false, verifying);
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature);
  }
}
