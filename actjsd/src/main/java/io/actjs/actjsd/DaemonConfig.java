package io.actjs.actjsd;

import io.actjs.actjsd.access.AccessConfig;
import io.actjs.actjsd.access.AdminToken;
import io.actjs.actjsd.http.CrossOrigin;
import io.actjs.actjsd.rate.RateRules;
import io.actjs.engine.EngineLimits;
import io.actjs.policy.Limit;
import io.actjs.policy.Limits;
import io.actjs.policy.RuntimeLimits;
import io.actjs.registry.RegistryOptions;
import io.actjs.runtime.retention.RetentionPolicy;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.valkey.ValkeyOptions;
import io.actjs.storage.valkey.ValkeyUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a daemon runs.
 *
 * @param host an address of this machine or a name of one; a loopback address without users
 * @param port TCP port; 0 takes a free one
 * @param dataDir directory of the SQLite store
 * @param database the PostgreSQL store; when neither it nor a directory is given, everything is
 *     kept in memory
 * @param standby whether to wait while another server is using the database, and take over then;
 *     else the start is refused
 * @param acceptLoss whether to start on a directory that lacks what was acknowledged, and record
 *     the loss; else the start is refused
 * @param retention what the store keeps, and for how long
 * @param valkey what is put beside the store, if anything
 * @param wsPingIntervalMs time between two pings of a WebSocket
 * @param wsPingTimeoutMs a WebSocket that shows no life for this time is closed
 * @param limits those of connections, requests, memory and the store
 * @param access who may use it
 * @param rates how often who may ask
 * @param registry what is asked of a class that is published
 * @param compilerIdle how long the TypeScript compiler stays loaded without use
 * @param isolation where the code of classes runs
 * @param crossOrigin the web origins whose pages may use the server
 * @param network who may reach it, and how
 * @param auditMirror directory to which the audit is copied, if any
 * @param secrets which values classes read
 * @param stop what is done when an administrator asks over the wire for the end of the server, on a
 *     thread of its own; null to close the daemon
 */
public record DaemonConfig(
    String host,
    int port,
    @Nullable Path dataDir,
    @Nullable PostgresUrl database,
    boolean standby,
    boolean acceptLoss,
    RetentionPolicy retention,
    @Nullable ValkeyUrl valkey,
    ValkeyOptions valkeyOptions,
    RuntimeLimits runtimeLimits,
    EngineLimits engineLimits,
    long wsPingIntervalMs,
    long wsPingTimeoutMs,
    Limits limits,
    AccessConfig access,
    RateRules rates,
    RegistryOptions registry,
    Duration compilerIdle,
    Isolation isolation,
    CrossOrigin crossOrigin,
    Network network,
    @Nullable Path auditMirror,
    Secrets secrets,
    @Nullable Runnable stop) {
  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 3000;

  /** Everything in memory: nothing survives the daemon. */
  public static DaemonConfig ephemeral() {
    return new DaemonConfig(
        DEFAULT_HOST,
        DEFAULT_PORT,
        null,
        null,
        false,
        false,
        RetentionPolicy.DEFAULT,
        null,
        ValkeyOptions.DEFAULT,
        RuntimeLimits.DEFAULT,
        EngineLimits.DEFAULT,
        30_000,
        90_000,
        Limits.DEFAULT,
        AccessConfig.OPEN,
        RateRules.NONE,
        RegistryOptions.DEFAULT,
        Duration.ofSeconds(30),
        Isolation.THREAD,
        CrossOrigin.NONE,
        Network.DEFAULT,
        null,
        Secrets.DEFAULT,
        null);
  }

  /** The SQLite store in this directory, which is made when it does not exist. */
  public static DaemonConfig at(Path dataDir) {
    return ephemeral().with(it -> it.dataDir = dataDir);
  }

  /** The PostgreSQL store in this database, on which one daemon works at a time. */
  public static DaemonConfig at(PostgresUrl database) {
    return ephemeral().with(it -> it.database = database);
  }

  /** A Valkey beside the store, which several daemons on one database share as well. */
  public DaemonConfig withValkey(ValkeyUrl url, ValkeyOptions options) {
    return with(
        it -> {
          it.valkey = url;
          it.valkeyOptions = options;
        });
  }

  /** Waits while another server is using the database. */
  public DaemonConfig asStandby() {
    return with(it -> it.standby = true);
  }

  /** Starts on a directory that lacks what was acknowledged, and records the loss. */
  public DaemonConfig acceptingLoss() {
    return with(it -> it.acceptLoss = true);
  }

  public DaemonConfig withHost(String value) {
    return with(it -> it.host = value);
  }

  public DaemonConfig withPort(int value) {
    return with(it -> it.port = value);
  }

  public DaemonConfig withRetention(RetentionPolicy value) {
    return with(it -> it.retention = value);
  }

  public DaemonConfig withLimits(RuntimeLimits runtime, EngineLimits engine) {
    return with(
        it -> {
          it.runtimeLimits = runtime;
          it.engineLimits = engine;
        });
  }

  /** All limits at once. */
  public DaemonConfig withLimits(Limits value) {
    return with(
        it -> {
          it.limits = value;
          it.runtimeLimits = value.runtime();
          it.engineLimits = engine(value);
          it.wsPingIntervalMs = value.get(Limit.PING_INTERVAL);
          it.wsPingTimeoutMs = value.get(Limit.PING_TIMEOUT);
        });
  }

  public DaemonConfig withPing(long intervalMs, long timeoutMs) {
    return with(
        it -> {
          it.wsPingIntervalMs = intervalMs;
          it.wsPingTimeoutMs = timeoutMs;
        });
  }

  /** Nobody without the token publishes, deprecates or administers. */
  public DaemonConfig withAdminToken(AdminToken value) {
    return with(it -> it.access = it.access.withAdminToken(value));
  }

  public DaemonConfig withAccess(AccessConfig value) {
    return with(it -> it.access = value);
  }

  public DaemonConfig withRates(RateRules value) {
    return with(it -> it.rates = value);
  }

  public DaemonConfig withRegistry(RegistryOptions value) {
    return with(it -> it.registry = value);
  }

  public DaemonConfig withCompilerIdle(Duration value) {
    return with(it -> it.compilerIdle = value);
  }

  public DaemonConfig withIsolation(Isolation value) {
    return with(it -> it.isolation = value);
  }

  public DaemonConfig withCrossOrigin(CrossOrigin value) {
    return with(it -> it.crossOrigin = value);
  }

  public DaemonConfig withNetwork(Network value) {
    return with(it -> it.network = value);
  }

  public DaemonConfig withSecrets(Secrets value) {
    return with(it -> it.secrets = value);
  }

  /** Copies the audit to a directory. */
  public DaemonConfig withAuditMirror(Path directory) {
    return with(it -> it.auditMirror = directory);
  }

  /** Ends the process, say, in place of the daemon alone. */
  public DaemonConfig withStop(Runnable value) {
    return with(it -> it.stop = value);
  }

  /** What the data is in: {@code sqlite}, {@code postgresql} or {@code memory}. */
  String storeKind() {
    if (database != null) {
      return "postgresql";
    }
    return dataDir == null ? "memory" : "sqlite";
  }

  private static EngineLimits engine(Limits limits) {
    return new EngineLimits(
            limits.get(Limit.HANDLER_CPU),
            limits.get(Limit.HANDLER_HEAP),
            limits.count(Limit.STATE),
            limits.count(Limit.CHANGE),
            limits.count(Limit.OUTBOX),
            limits.count(Limit.RESULT),
            limits.count(Limit.ARGS),
            limits.count(Limit.EMIT),
            limits.count(Limit.LOG),
            limits.count(Limit.SLICE))
        .withTags(limits.count(Limit.TAGS), limits.count(Limit.TAG_BYTES));
  }

  private DaemonConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  /** A configuration that is being changed. */
  private static final class Draft {
    private String host;
    private int port;
    private @Nullable Path dataDir;
    private @Nullable PostgresUrl database;
    private boolean standby;
    private boolean acceptLoss;
    private RetentionPolicy retention;
    private @Nullable ValkeyUrl valkey;
    private ValkeyOptions valkeyOptions;
    private RuntimeLimits runtimeLimits;
    private EngineLimits engineLimits;
    private long wsPingIntervalMs;
    private long wsPingTimeoutMs;
    private Limits limits;
    private AccessConfig access;
    private RateRules rates;
    private RegistryOptions registry;
    private Duration compilerIdle;
    private Isolation isolation;
    private CrossOrigin crossOrigin;
    private Network network;
    private @Nullable Path auditMirror;
    private Secrets secrets;
    private @Nullable Runnable stop;

    Draft(DaemonConfig from) {
      host = from.host;
      port = from.port;
      dataDir = from.dataDir;
      database = from.database;
      standby = from.standby;
      acceptLoss = from.acceptLoss;
      retention = from.retention;
      valkey = from.valkey;
      valkeyOptions = from.valkeyOptions;
      runtimeLimits = from.runtimeLimits;
      engineLimits = from.engineLimits;
      wsPingIntervalMs = from.wsPingIntervalMs;
      wsPingTimeoutMs = from.wsPingTimeoutMs;
      limits = from.limits;
      access = from.access;
      rates = from.rates;
      registry = from.registry;
      compilerIdle = from.compilerIdle;
      isolation = from.isolation;
      crossOrigin = from.crossOrigin;
      network = from.network;
      auditMirror = from.auditMirror;
      secrets = from.secrets;
      stop = from.stop;
    }

    DaemonConfig config() {
      return new DaemonConfig(
          host,
          port,
          dataDir,
          database,
          standby,
          acceptLoss,
          retention,
          valkey,
          valkeyOptions,
          runtimeLimits,
          engineLimits,
          wsPingIntervalMs,
          wsPingTimeoutMs,
          limits,
          access,
          rates,
          registry,
          compilerIdle,
          isolation,
          crossOrigin,
          network,
          auditMirror,
          secrets,
          stop);
    }
  }
}
