package io.actjs.actctl.command.server;

import io.actjs.actjsd.DaemonConfig;
import io.actjs.model.ActjsException;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.valkey.ValkeyOptions;
import io.actjs.storage.valkey.ValkeyUrl;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The servers that keep a daemon's data instead of a directory, or stand beside it. */
final class StoreServerOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description =
          "PostgreSQL database that holds the data instead of a directory (prefer $DATABASE_URL:"
              + " other users can see options in ps).")
  private @Nullable String database;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      description =
          "Valkey or Redis to use beside the store (prefer $REDIS_URL: other users can see options"
              + " in ps).")
  private @Nullable String redis;

  @Option(
      names = "--redis-prefix",
      paramLabel = "NAME",
      description = "Prefix of all keys of this deployment, for a shared Valkey (default: actjs).")
  private @Nullable String prefix;

  /** The database that holds the data; null for none. */
  @Nullable PostgresUrl database() {
    String url = database;
    return url == null ? null : parsed("--database", () -> PostgresUrl.parse(url));
  }

  /** With what stands beside the store. */
  DaemonConfig applyTo(DaemonConfig config) {
    String url = redis;
    if (url == null) {
      return config;
    }
    String name = prefix;
    return config.withValkey(
        parsed("--redis", () -> ValkeyUrl.parse(url)),
        name == null
            ? ValkeyOptions.DEFAULT
            : parsed("--redis-prefix", () -> ValkeyOptions.DEFAULT.withPrefix(name.strip())));
  }

  private <T> T parsed(String option, Supplier<T> value) {
    try {
      return value.get();
    } catch (ActjsException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.detail(), e);
    }
  }
}
