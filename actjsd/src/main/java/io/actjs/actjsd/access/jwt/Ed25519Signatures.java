package io.actjs.actjsd.access.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.util.Set;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Verifies Ed25519 with Bouncy Castle; the JOSE library would take Tink for it. */
final class Ed25519Signatures extends BaseJWSProvider implements JWSVerifier {
  private final Ed25519PublicKeyParameters key;

  Ed25519Signatures(OctetKeyPair pair) throws JOSEException {
    super(Set.of(JWSAlgorithm.EdDSA));
    try {
      key = new Ed25519PublicKeyParameters(pair.getDecodedX());
    } catch (IllegalArgumentException e) {
      throw new JOSEException("not an Ed25519 key", e);
    }
  }

  @Override
  public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(false, key);
    signer.update(signed, 0, signed.length);
    return signer.verifySignature(signature.decode());
  }
}
