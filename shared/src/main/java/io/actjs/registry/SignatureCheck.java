package io.actjs.registry;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.model.SignedBy;
import io.actjs.model.SigningKey;
import io.actjs.storage.RegistryStore;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the signer of a version to be published, among the keys valid now. */
final class SignatureCheck {
  private final RegistryStore storage;
  private final boolean required;

  SignatureCheck(RegistryStore storage, boolean required) {
    this.storage = storage;
    this.required = required;
  }

  /**
   * @param sha256 of the source
   * @return null when nobody signed it
   * @throws ActjsException {@code SignatureRequired}, {@code SignatureInvalid}
   */
  @Nullable SignedBy signer(Release release, PublishRequest request, String sha256) {
    PublishRequest.Signature signature = request.signature();
    if (signature == null) {
      if (required) {
        throw new ActjsException(
            ProblemCode.SignatureRequired,
            release.ref() + " is not signed: sign it with a registered key");
      }
      return null;
    }
    Ed25519Key key = goodKey(signature.kid());
    byte[] bytes = bytes(signature.base64());
    List<SigningMessage> messages =
        List.of(
            SigningMessage.release(
                release.ref(), sha256, release.deps(), release.engines(), request.floating()),
            SigningMessage.source(release.ref(), sha256));
    for (SigningMessage message : messages) {
      if (key.verifies(message, bytes)) {
        return new SignedBy(
            signature.kid(), Base64.getEncoder().encodeToString(bytes), message.scope());
      }
    }
    throw invalid(
        "the signature does not verify with key \"%s\": sign exactly the published content, %s or %s"
            .formatted(signature.kid(), messages.get(1).text(), messages.get(0).text()));
  }

  private Ed25519Key goodKey(String kid) {
    for (SigningKey key : storage.signingKeys()) {
      if (key.kid().equals(kid)) {
        if (key.revokedAt() != null) {
          throw invalid("key \"" + kid + "\" is revoked: sign with another key");
        }
        return Ed25519Key.ofPem(key.publicKeyPem());
      }
    }
    throw invalid("key \"" + kid + "\" is not registered: register it, or sign with another key");
  }

  private static byte[] bytes(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      throw invalid("the signature is not base64");
    }
    if (bytes.length != Ed25519Key.SIGNATURE_BYTES) {
      throw invalid(
          "the signature has %d bytes; an Ed25519 signature has %d"
              .formatted(bytes.length, Ed25519Key.SIGNATURE_BYTES));
    }
    return bytes;
  }

  private static ActjsException invalid(String detail) {
    return new ActjsException(ProblemCode.SignatureInvalid, detail);
  }
}
