package io.actjs.actctl.command.server;

import io.actjs.actctl.command.ServerOption;
import io.actjs.actjsd.AdminToken;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.log.LogFormat;
import io.actjs.actjsd.log.LogLevel;
import io.actjs.actjsd.log.ServerLog;
import io.actjs.model.ActjsException;
import io.actjs.policy.LimitUnit;
import io.actjs.policy.Limits;
import io.actjs.registry.RegistryOptions;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.valkey.ValkeyOptions;
import io.actjs.storage.valkey.ValkeyUrl;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a daemon listens and keeps its data. */
public final class DaemonOptions {
  /** Where the data is instead of a directory; an option that says otherwise goes before it. */
  public static final String DATABASE_VARIABLE = "DATABASE_URL";

  /** Where a Valkey is that is put beside the data. */
  static final String VALKEY_VARIABLE = "REDIS_URL";

  /** What all keys of this deployment begin with, for a Valkey that several share. */
  static final String VALKEY_PREFIX_VARIABLE = "ACTJS_REDIS_PREFIX";

  private static final long LEAST_HEAP = 64L << 20;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = DaemonConfig.DEFAULT_HOST,
      description = "The loopback address to listen on (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + DaemonConfig.DEFAULT_PORT,
      description = "The TCP port; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The directory of the data (default: .actjs, for dev in DIR).")
  private @Nullable Path data;

  @Option(names = "--ephemeral", description = "Keep everything in memory only.")
  private boolean ephemeral;

  @Option(
      names = "--admin-token",
      paramLabel = "TOKEN",
      description =
          "What a client has to present to publish or administer (better: $ACTJS_ADMIN_TOKEN).")
  private @Nullable String adminToken;

  @Option(names = "--require-signed", description = "Take signed classes only.")
  private boolean requireSigned;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "The format of the log on standard error: text or json (default: text).")
  private LogFormat logFormat;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "INFO",
      description = "The least level to log: error, warn, info, debug or trace (default: info).")
  private LogLevel logLevel;

  @Option(
      names = "--limit",
      paramLabel = "NAME=VALUE",
      description =
          "The value of a limit, such as result=8MiB or call-time=10s; may be repeated"
              + " (actctl start --limits shows all).")
  private List<String> limits = List.of();

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "The Java heap, such as 2g (default: a quarter of the machine's memory, at least 512m).")
  private @Nullable String memory;

  @Mixin private RetentionOptions retention;

  /** Sets the server's log up. */
  void configureLog() {
    ServerLog.configure(logFormat, logLevel);
  }

  /** The directory of the data, or null when nothing is kept. */
  @Nullable Path dataDir(Path defaultDir) {
    if (ephemeral && data != null) {
      throw wrong("--ephemeral keeps nothing: leave out --data");
    }
    return ephemeral ? null : (data != null ? data : defaultDir).toAbsolutePath().normalize();
  }

  /**
   * The configuration of a daemon that keeps its data where {@value #DATABASE_VARIABLE} says, with
   * the Valkey beside it that {@value #VALKEY_VARIABLE} names.
   */
  DaemonConfig configWithServers(Path defaultDir, Function<String, @Nullable String> environment) {
    DaemonConfig config = configWithDatabase(defaultDir, environment);
    String valkey = valueOf(environment, VALKEY_VARIABLE);
    return ephemeral || valkey == null ? config : withValkey(config, valkey, environment);
  }

  private DaemonConfig configWithDatabase(
      Path defaultDir, Function<String, @Nullable String> environment) {
    String url = valueOf(environment, DATABASE_VARIABLE);
    return ephemeral || data != null || url == null
        ? config(defaultDir)
        : common(DaemonConfig.at(PostgresUrl.parse(url)));
  }

  private DaemonConfig withValkey(
      DaemonConfig config, String url, Function<String, @Nullable String> environment) {
    String prefix = valueOf(environment, VALKEY_PREFIX_VARIABLE);
    return config.withValkey(
        fromVariable(VALKEY_VARIABLE, () -> ValkeyUrl.parse(url)),
        prefix == null
            ? ValkeyOptions.DEFAULT
            : fromVariable(
                VALKEY_PREFIX_VARIABLE, () -> ValkeyOptions.DEFAULT.withPrefix(prefix.strip())));
  }

  private <T> T fromVariable(String name, Supplier<T> value) {
    try {
      return value.get();
    } catch (ActjsException e) {
      throw new ParameterException(spec.commandLine(), "$" + name + ": " + e.detail(), e);
    }
  }

  private static @Nullable String valueOf(
      Function<String, @Nullable String> environment, String name) {
    String value = environment.apply(name);
    return value == null || value.isBlank() ? null : value;
  }

  /** The configuration of a daemon that keeps its data in a directory, or nowhere. */
  DaemonConfig config(Path defaultDir) {
    Path dir = dataDir(defaultDir);
    return common(dir == null ? DaemonConfig.ephemeral() : DaemonConfig.at(dir));
  }

  /**
   * The limits, with those of the command line.
   *
   * @throws ParameterException when one of them does not exist, or may not have its value
   */
  Limits limits() {
    Limits all = Limits.DEFAULT;
    for (String setting : limits) {
      try {
        all = all.with(setting);
      } catch (ActjsException e) {
        throw new ParameterException(spec.commandLine(), e.detail(), e);
      }
    }
    requireMemory();
    return all;
  }

  /** Java has its heap from the launcher, which reads the same option. */
  private void requireMemory() {
    if (memory == null) {
      return;
    }
    Long bytes = LimitUnit.BYTES.read(memory);
    if (bytes == null || bytes < LEAST_HEAP) {
      throw wrong("--memory is the size of the Java heap, such as 2g, and 64m at least");
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (heap < bytes / 10 * 8 || heap > bytes / 10 * 12) {
      throw wrong("--memory is for the launcher, scripts/actctl; pass -Xmx to java without it");
    }
  }

  private DaemonConfig common(DaemonConfig store) {
    if (port < 0 || port > 65_535) {
      throw wrong("--port is 0 to 65535");
    }
    DaemonConfig config =
        store
            .withHost(host)
            .withPort(port)
            .withRegistry(new RegistryOptions(requireSigned))
            .withRetention(retention.policy())
            .withLimits(limits());
    String token = adminToken();
    return token == null ? config : config.withAdminToken(parse(token));
  }

  private AdminToken parse(String token) {
    try {
      return AdminToken.of(token);
    } catch (ActjsException e) {
      throw new ParameterException(spec.commandLine(), e.detail(), e);
    }
  }

  private @Nullable String adminToken() {
    if (adminToken != null) {
      return adminToken;
    }
    String fromEnvironment = System.getenv(ServerOption.TOKEN_VARIABLE);
    return fromEnvironment == null || fromEnvironment.isBlank() ? null : fromEnvironment;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
