package io.actjs.registry.env;

import io.actjs.model.ActjsException;
import io.actjs.model.AuditEntry;
import io.actjs.model.ProblemCode;
import io.actjs.storage.access.AccessStore;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.CapabilityKey;
import io.actjs.storage.access.EnvValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens what a store keeps sealed. Its keys are in a file, which is made with the first
 * secret, and never beside secrets that other keys have sealed. Not thread-safe.
 */
public final class Vault {
  private final @Nullable Path file;
  private @Nullable SecretKeys keys;

  private Vault(@Nullable Path file, @Nullable SecretKeys keys) {
    this.file = file;
    this.keys = keys;
  }

  /** Keys in a file, which is made when it is needed. */
  public static Vault at(Path file) {
    return new Vault(file, null);
  }

  /** For a store that is kept although there is no place for keys: it takes no secrets. */
  public static Vault without() {
    return new Vault(null, null);
  }

  /** Keys that are gone with the process, for a store that is gone with it, too. */
  public static Vault inMemory() {
    return new Vault(null, SecretKeys.inMemory());
  }

  /** What a secret is sealed for: it opens nowhere else. */
  static String owner(EnvValue value) {
    return value.env() + '/' + value.name();
  }

  /**
   * Looks whether all that is sealed can be opened. The file is read again when that is not so:
   * another server may have rotated the keys, and the file be shared or copied.
   *
   * @throws ActjsException {@code SecretKeyInvalid} when it cannot
   */
  void requireKeysOf(AccessStore store) {
    List<Bytes> sealed = sealed(store);
    if (keys == null || !sealed.stream().allMatch(keys::opens)) {
      keys = file == null ? keys : SecretKeys.load(file);
    }
    if (!sealed.isEmpty()) {
      require().requireOpen(sealed);
    }
  }

  private static List<Bytes> sealed(AccessStore store) {
    List<Bytes> sealed = new ArrayList<>();
    store.env().stream().filter(EnvValue::secret).map(EnvValue::value).forEach(sealed::add);
    store.capabilityKeys().stream()
        .map(CapabilityKey::sealedPrivateKey)
        .filter(key -> !liesOpen(key))
        .forEach(sealed::add);
    return sealed;
  }

  /** Of a private key that was stored as it is, behind a zero byte: see {@code KeySeal.NONE}. */
  private static boolean liesOpen(Bytes key) {
    return key.size() > 0 && key.toArray()[0] == 0;
  }

  private SecretKeys require() {
    SecretKeys known = keys;
    if (known == null) {
      throw new ActjsException(
          ProblemCode.SecretKeyInvalid,
          file == null
              ? "secrets need a key: start the server with --secrets-key FILE"
              : "there are secrets in the store, and no file of keys "
                  + file
                  + ": start the server with --secrets-key and the file that they were sealed with");
    }
    return known;
  }

  /**
   * Has a key to seal with, and the file has it, too; the first one is made when nothing is sealed
   * yet.
   *
   * @throws ActjsException {@code SecretKeyInvalid} when the file lacks a key, or is lost
   */
  void openForSealing(AccessStore store) {
    List<Bytes> sealed = sealed(store);
    if (file != null) {
      keys = SecretKeys.load(file);
      if (keys == null && sealed.isEmpty()) {
        keys = SecretKeys.create(file);
      }
    }
    require().requireOpen(sealed);
  }

  Bytes seal(Bytes plain, String owner) {
    return require().seal(plain, owner);
  }

  Bytes open(Bytes sealed, String owner) {
    return require().open(sealed, owner);
  }

  /**
   * Seals everything with a new key. The file has the new key and those of before until the store
   * has nothing of theirs: a crash at any moment leaves every secret with its key.
   */
  void rotate(AccessStore store, AuditEntry audit) {
    openForSealing(store);
    SecretKeys sealing = require();
    sealing.addKey();
    store.reseal(bytes -> liesOpen(bytes) ? bytes : sealing.reseal(bytes), audit);
    sealing.dropOldKeys();
  }
}
