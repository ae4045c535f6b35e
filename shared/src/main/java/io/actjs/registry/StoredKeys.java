package io.actjs.registry;

import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.model.SigningKey;
import io.actjs.storage.RegistryStore;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/** The keys as the store holds them; nothing is cached, for publishing is rare. */
final class StoredKeys implements SigningKeys {
  private static final Pattern KID = Pattern.compile("[!-~]{1,128}");
  private static final int MAX_PEM_CHARS = 4_096;
  private static final int MAX_KEYS = 1_000;

  private final RegistryStore storage;
  private final Clock clock;
  private final ReentrantLock changing = new ReentrantLock();

  StoredKeys(RegistryStore storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  @Override
  public SigningKey add(String kid, String publicKeyPem, String principal) {
    if (!KID.matcher(kid).matches()) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "invalid key id: use 1 to 128 printable ASCII characters without spaces");
    }
    if (publicKeyPem.length() > MAX_PEM_CHARS) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "the key has %d characters; an Ed25519 public key has about 110"
              .formatted(publicKeyPem.length()));
    }
    var unused = Ed25519Key.ofPem(publicKeyPem);
    SigningKey key = new SigningKey(kid, publicKeyPem, clock.nowMs(), null);
    changing.lock();
    try {
      requireRoom();
      storage.addSigningKey(key, Audit.keyAdded(key, principal));
    } finally {
      changing.unlock();
    }
    return key;
  }

  private void requireRoom() {
    if (list().size() >= MAX_KEYS) {
      throw new ActjsException(
          ProblemCode.LimitExceeded, "there are %d keys, which is the limit".formatted(MAX_KEYS));
    }
  }

  @Override
  public SigningKey revoke(String kid, String principal) {
    changing.lock();
    try {
      SigningKey key = get(kid);
      if (key.revokedAt() == null) {
        long now = clock.nowMs();
        storage.revokeSigningKey(kid, now, Audit.keyRevoked(kid, now, principal));
        key = new SigningKey(kid, key.publicKeyPem(), key.addedAt(), now);
      }
      return key;
    } finally {
      changing.unlock();
    }
  }

  private SigningKey get(String kid) {
    for (SigningKey key : list()) {
      if (key.kid().equals(kid)) {
        return key;
      }
    }
    throw new ActjsException(
        ProblemCode.SigningKeyNotFound, "no key has the id \"" + kid + "\": list the keys");
  }

  @Override
  public List<SigningKey> list() {
    return storage.signingKeys();
  }
}
