package io.actjs.registry;

import io.actjs.model.Clock;
import io.actjs.model.SigningKey;
import io.actjs.storage.RegistryStore;
import java.util.List;

/** The keys whose signatures count. Thread-safe. */
public interface SigningKeys {

  /** The keys that the store holds. */
  static SigningKeys over(RegistryStore store, Clock clock) {
    return new StoredKeys(store, clock);
  }

  /**
   * @param publicKeyPem PEM of a SubjectPublicKeyInfo
   * @throws io.actjs.model.ActjsException {@code SigningKeyExists}, {@code UnsupportedKeyType},
   *     {@code SchemaInvalid}, {@code LimitExceeded}
   */
  SigningKey add(String kid, String publicKeyPem, String principal);

  /**
   * Revokes a key; does nothing if it is revoked already.
   *
   * @throws io.actjs.model.ActjsException {@code SigningKeyNotFound}
   */
  SigningKey revoke(String kid, String principal);

  /** In order of adding. */
  List<SigningKey> list();
}
