package io.actjs.actjsd;

import io.actjs.registry.env.EnvValues;
import io.actjs.registry.env.Vault;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which values classes read from outside.
 *
 * @param environment whose values they are
 * @param keys file of the keys that seal secrets; null for the data directory's, if there is one
 */
public record Secrets(String environment, @Nullable Path keys) {
  /** The name of the file in a data directory. */
  private static final String FILE = "secret-keys";

  public static final Secrets DEFAULT = new Secrets(EnvValues.DEFAULT, null);

  /**
   * What seals secrets.
   *
   * @param dataDir of the server; null when it has none
   * @param kept whether the store outlives the process
   */
  Vault vault(@Nullable Path dataDir, boolean kept) {
    if (keys != null) {
      return Vault.at(keys);
    }
    if (dataDir != null) {
      return Vault.at(dataDir.resolve(FILE));
    }
    return kept ? Vault.without() : Vault.inMemory();
  }
}
