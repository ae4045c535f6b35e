package io.actjs.actjsd.access.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a token is signed, and which keys are for that: no key is used for two kinds of them. */
public enum JwtAlgorithm {
  RS256,
  RS384,
  RS512,
  PS256,
  PS384,
  PS512,
  ES256,
  ES384,
  ES512,
  EdDSA,
  HS256,
  HS384,
  HS512;

  private static final int LEAST_RSA_BITS = 2048;

  /** What is accepted unless others are named: no key of it is a secret of this server. */
  public static final Set<JwtAlgorithm> DEFAULT = Set.of(RS256, ES256, EdDSA);

  /** The one that a header names; null when there is none. */
  static @Nullable JwtAlgorithm of(JWSAlgorithm named) {
    for (JwtAlgorithm each : values()) {
      if (each.name().equals(named.getName())) {
        return each;
      }
    }
    return null;
  }

  /** Whether a key may verify what is signed this way. */
  boolean fits(JWK key) {
    boolean isFor =
        (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
            && (key.getKeyOperations() == null
                || key.getKeyOperations().contains(KeyOperation.VERIFY))
            && (key.getAlgorithm() == null || key.getAlgorithm().getName().equals(name()));
    return isFor && hasKind(key);
  }

  private boolean hasKind(JWK key) {
    return switch (this) {
      case RS256, RS384, RS512, PS256, PS384, PS512 ->
          key instanceof RSAKey rsa && rsa.size() >= LEAST_RSA_BITS;
      case ES256 -> key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256);
      case ES384 -> key instanceof ECKey ec && ec.getCurve().equals(Curve.P_384);
      case ES512 -> key instanceof ECKey ec && ec.getCurve().equals(Curve.P_521);
      case EdDSA -> key instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519);
      case HS256, HS384, HS512 -> key instanceof OctetSequenceKey;
    };
  }

  /** Verifies with a key that {@link #fits}. */
  JWSVerifier verifier(JWK key) throws JOSEException {
    return switch (this) {
      case RS256, RS384, RS512, PS256, PS384, PS512 -> new RSASSAVerifier(key.toRSAKey());
      case ES256, ES384, ES512 -> new ECDSAVerifier(key.toECKey());
      case EdDSA -> new Ed25519Signatures(key.toOctetKeyPair());
      case HS256, HS384, HS512 -> new MACVerifier(key.toOctetSequenceKey());
    };
  }
}
