package io.actjs.actjsd.access.capability;

import io.actjs.model.AuditEntry;
import io.actjs.model.Clock;
import io.actjs.policy.capability.Capabilities;
import io.actjs.policy.capability.CapabilityRules;
import io.actjs.policy.capability.KeySeal;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.CapabilityKey;
import io.actjs.storage.memory.MemoryDriver;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** A store whose capability key the tests have, so that they sign what they like with it. */
final class Minter {
  static final String KID = "cap-vector";
  static final String ISSUER = "actjs-test";

  final MemoryDriver disk = new MemoryDriver();
  final Capabilities capabilities =
      new Capabilities(
          disk,
          Clock.SYSTEM,
          new CapabilityRules(ISSUER, List.of("here"), CapabilityRules.LONGEST_MS),
          KeySeal.NONE);
  final CapabilityVerifier verifier = new CapabilityVerifier(capabilities);
  private final Ed25519PrivateKeyParameters key = key(0);

  Minter() {
    add(KID, key);
  }

  /** The key whose seed counts up from there. */
  static Ed25519PrivateKeyParameters key(int first) {
    byte[] seed = new byte[32];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) (first + i);
    }
    return new Ed25519PrivateKeyParameters(seed);
  }

  void add(String kid, Ed25519PrivateKeyParameters pair) {
    disk.access()
        .addCapabilityKey(
            new CapabilityKey(
                kid,
                Bytes.of(pair.generatePublicKey().getEncoded()),
                KeySeal.NONE.seal(Bytes.of(pair.getEncoded()), kid),
                1,
                0),
            new AuditEntry(UUID.randomUUID().toString(), 1, "root", "x", kid, "{}"));
  }

  static String header(String kid) {
    return "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"" + kid + "\"}";
  }

  /** Claims that hold, with more behind them. */
  static String claims(String more) {
    return "{\"iss\":\"actjs-test\",\"sub\":\"Note:n1\",\"mth\":[\"call:read\"],\"exp\":4102444800,\"jti\":\"j\""
        + more
        + "}";
  }

  String signed(String claims) {
    return signed(header(KID), claims);
  }

  String signed(String header, String claims) {
    return sign(key, base64(header) + '.' + base64(claims));
  }

  static String sign(Ed25519PrivateKeyParameters pair, String text) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, pair);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    signer.update(bytes, 0, bytes.length);
    return text + '.' + base64(signer.generateSignature());
  }

  static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
