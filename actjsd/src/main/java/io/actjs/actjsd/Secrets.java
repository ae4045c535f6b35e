package io.actjs.actjsd;

import io.actjs.registry.env.EnvValues;
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

  /** The file of keys; null when there is no place for one. */
  @Nullable Path keys(@Nullable Path dataDir) {
    return keys != null || dataDir == null ? keys : dataDir.resolve(FILE);
  }
}
