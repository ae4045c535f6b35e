package io.actjs.actjsd;

import io.actjs.engine.EngineLimits;
import io.actjs.registry.RegistryOptions;
import io.actjs.runtime.RuntimeLimits;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a daemon runs.
 *
 * @param host a loopback address or a name of one
 * @param port TCP port; 0 takes a free one
 * @param dataDir directory of the SQLite store; null keeps everything in memory
 * @param wsPingIntervalMs time between two pings of a WebSocket
 * @param wsPingTimeoutMs a WebSocket that shows no life for this time is closed
 * @param bodyLimit bytes of a request body and of a WebSocket message
 * @param adminToken what a request has to present that changes what is published; null lets all in
 * @param registry what is asked of a class that is published
 */
public record DaemonConfig(
    String host,
    int port,
    @Nullable Path dataDir,
    RuntimeLimits runtimeLimits,
    EngineLimits engineLimits,
    long wsPingIntervalMs,
    long wsPingTimeoutMs,
    int bodyLimit,
    @Nullable AdminToken adminToken,
    RegistryOptions registry) {
  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 3000;

  /** Everything in memory: nothing survives the daemon. */
  public static DaemonConfig ephemeral() {
    return new DaemonConfig(
        DEFAULT_HOST,
        DEFAULT_PORT,
        null,
        RuntimeLimits.DEFAULT,
        EngineLimits.DEFAULT,
        30_000,
        90_000,
        1 << 20,
        null,
        RegistryOptions.DEFAULT);
  }

  /** The SQLite store in this directory, which is made when it does not exist. */
  public static DaemonConfig at(Path dataDir) {
    return ephemeral().withDataDir(dataDir);
  }

  public DaemonConfig withHost(String value) {
    return new DaemonConfig(
        value,
        port,
        dataDir,
        runtimeLimits,
        engineLimits,
        wsPingIntervalMs,
        wsPingTimeoutMs,
        bodyLimit,
        adminToken,
        registry);
  }

  public DaemonConfig withPort(int value) {
    return new DaemonConfig(
        host,
        value,
        dataDir,
        runtimeLimits,
        engineLimits,
        wsPingIntervalMs,
        wsPingTimeoutMs,
        bodyLimit,
        adminToken,
        registry);
  }

  private DaemonConfig withDataDir(Path value) {
    return new DaemonConfig(
        host,
        port,
        value,
        runtimeLimits,
        engineLimits,
        wsPingIntervalMs,
        wsPingTimeoutMs,
        bodyLimit,
        adminToken,
        registry);
  }

  public DaemonConfig withLimits(RuntimeLimits runtime, EngineLimits engine) {
    return new DaemonConfig(
        host,
        port,
        dataDir,
        runtime,
        engine,
        wsPingIntervalMs,
        wsPingTimeoutMs,
        bodyLimit,
        adminToken,
        registry);
  }

  public DaemonConfig withPing(long intervalMs, long timeoutMs) {
    return new DaemonConfig(
        host,
        port,
        dataDir,
        runtimeLimits,
        engineLimits,
        intervalMs,
        timeoutMs,
        bodyLimit,
        adminToken,
        registry);
  }

  /** Nobody without the token publishes, deprecates or administers. */
  public DaemonConfig withAdminToken(AdminToken value) {
    return new DaemonConfig(
        host,
        port,
        dataDir,
        runtimeLimits,
        engineLimits,
        wsPingIntervalMs,
        wsPingTimeoutMs,
        bodyLimit,
        value,
        registry);
  }

  public DaemonConfig withRegistry(RegistryOptions value) {
    return new DaemonConfig(
        host,
        port,
        dataDir,
        runtimeLimits,
        engineLimits,
        wsPingIntervalMs,
        wsPingTimeoutMs,
        bodyLimit,
        adminToken,
        value);
  }
}
