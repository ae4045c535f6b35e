package io.actjs.actctl.command.server;

import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.Isolation;
import io.actjs.actjsd.access.AccessConfig;
import io.actjs.actjsd.access.AdminToken;
import io.actjs.actjsd.log.LogFormat;
import io.actjs.actjsd.log.LogLevel;
import io.actjs.actjsd.log.ServerLog;
import io.actjs.actjsd.reload.LiveSettings;
import io.actjs.model.ActjsException;
import io.actjs.policy.LimitUnit;
import io.actjs.policy.Limits;
import io.actjs.registry.RegistryOptions;
import io.actjs.storage.postgres.PostgresUrl;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a daemon is reached and where its data is. */
public final class DaemonOptions {
  private static final long LEAST_HEAP = 64L << 20;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + DaemonConfig.DEFAULT_PORT,
      description = "TCP port; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory (default: .actjs; for dev, DIR/.actjs).")
  private @Nullable Path data;

  @Option(names = "--ephemeral", description = "Keep all data in memory only.")
  private boolean ephemeral;

  @Option(
      names = "--admin-token",
      paramLabel = "TOKEN",
      description =
          "Token of an administrator beside those in the store (prefer $ACTJS_ADMIN_TOKEN: other"
              + " users can see options in ps; default: one that the first start makes).")
  private @Nullable String adminToken;

  @Option(
      names = "--audit-mirror",
      paramLabel = "DIR",
      description = "Directory to copy the audit log to, a file of JSON lines per day.")
  private @Nullable Path auditMirror;

  @Option(names = "--require-signed", description = "Accept only signed classes.")
  private boolean requireSigned;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "Format of the log on standard error: text or json (default: text).")
  private LogFormat logFormat;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "INFO",
      description = "Minimum level to log: error, warn, info, debug or trace (default: info).")
  private LogLevel logLevel;

  @Option(
      names = "--limit",
      paramLabel = "NAME=VALUE",
      description =
          "Value of a limit, e.g. result=8MiB or call-time=10s; repeatable (\"actctl start"
              + " --limits\" shows all).")
  private List<String> limits = List.of();

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "Size of the Java heap, e.g. 2g (default: a quarter of the memory, at least 512m).")
  private @Nullable String memory;

  @Option(
      names = "--isolation",
      paramLabel = "MODE",
      defaultValue = "THREAD",
      description =
          "Place where handlers run: thread, in the server's process, or process, in processes of"
              + " their own (default: thread).")
  private Isolation isolation;

  @Mixin private NetworkOptions network;

  @Mixin private AccessOptions access;

  @Mixin private RetentionOptions retention;

  @Mixin private RateOptions rates;

  @Mixin private UserOptions users;

  @Mixin private PolicyOptions policy;

  @Mixin private EnvOptions env;

  /** Configures the server's log. */
  public void configureLog() {
    ServerLog.configure(logFormat, logLevel);
  }

  /** What of it a running daemon takes. */
  LiveSettings live(DaemonConfig config) {
    return new LiveSettings(
        logFormat,
        logLevel,
        config.rates(),
        config.retention(),
        config.network().hosts(),
        config.network().proxies(),
        config.crossOrigin());
  }

  /** The data directory, or null when all data is in memory only. */
  @Nullable Path dataDir(Path defaultDir) {
    if (ephemeral && data != null) {
      throw wrong("--ephemeral and --data exclude each other");
    }
    return ephemeral ? null : (data != null ? data : defaultDir).toAbsolutePath().normalize();
  }

  /** The configuration of a daemon whose data may be on a server, with another one beside it. */
  DaemonConfig configWithServers(Path defaultDir, StoreServerOptions servers) {
    PostgresUrl database = servers.database();
    if (database != null && (ephemeral || data != null)) {
      throw wrong("--database excludes " + (ephemeral ? "--ephemeral" : "--data"));
    }
    DaemonConfig config = database == null ? config(defaultDir) : common(DaemonConfig.at(database));
    return ephemeral ? config : servers.applyTo(config);
  }

  /** The configuration of a daemon whose data is in a directory, or in memory only. */
  public DaemonConfig config(Path defaultDir) {
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
      throw wrong("--memory must be the size of the Java heap, such as 2g, and at least 64m");
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (heap < bytes / 10 * 8 || heap > bytes / 10 * 12) {
      throw wrong("--memory is for the launcher, scripts/actctl; pass -Xmx to java without it");
    }
  }

  private DaemonConfig common(DaemonConfig store) {
    if (port < 0 || port > 65_535) {
      throw wrong("--port must be between 0 and 65535");
    }
    DaemonConfig config =
        network
            .applyTo(store)
            .withPort(port)
            .withRegistry(new RegistryOptions(requireSigned))
            .withIsolation(isolation)
            .withRetention(retention.policy())
            .withRates(rates.rules())
            .withSecrets(env.secrets())
            .withLimits(limits());
    if (auditMirror != null) {
      config = config.withAuditMirror(auditMirror.toAbsolutePath().normalize());
    }
    access.requireNoToken(adminToken != null);
    String token = access.isOpen() ? null : adminToken;
    DaemonConfig guarded = access.applyTo(config, token == null ? null : parse(token));
    AccessConfig known = users.applyTo(guarded.access(), isolation);
    if (access.isOpen() && known.hasUsers()) {
      throw wrong("--open lets everybody in, so it excludes every way of telling users apart");
    }
    return policy.in(guarded.withAccess(known));
  }

  private AdminToken parse(String token) {
    try {
      return AdminToken.of(token);
    } catch (ActjsException e) {
      throw new ParameterException(spec.commandLine(), e.detail(), e);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
