package io.actjs.actjsd;

import io.actjs.actjsd.access.DefaultPolicy;
import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.api.DescriptionRoutes;
import io.actjs.actjsd.connection.HttpLimits;
import io.actjs.actjsd.feed.OutboxLimits;
import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.HttpServer;
import io.actjs.actjsd.http.LoopbackGuard;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.SocketWriter;
import io.actjs.actjsd.metric.Metrics;
import io.actjs.actjsd.metric.ProcessMetrics;
import io.actjs.actjsd.metric.RequestMetrics;
import io.actjs.actjsd.metric.ValkeyMetrics;
import io.actjs.actjsd.raw.RawRoutes;
import io.actjs.actjsd.route.ApiRoutes;
import io.actjs.actjsd.route.PinnedRequests;
import io.actjs.actjsd.sse.EventStreams;
import io.actjs.actjsd.sse.StreamRoutes;
import io.actjs.actjsd.values.ValueAnswers;
import io.actjs.actjsd.ws.SocketLimits;
import io.actjs.actjsd.ws.SocketServer;
import io.actjs.agent.Scheduler;
import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.process.Losses;
import io.actjs.engine.process.ProcessEngine;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Budget;
import io.actjs.policy.PresenceLimits;
import io.actjs.policy.ResumeLimits;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.node.LocalNode;
import io.actjs.runtime.node.NodeLease;
import io.actjs.storage.ImportRefusal;
import io.actjs.storage.Signals;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.valkey.ValkeyDriver;
import io.actjs.storage.valkey.ValkeyStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running actor server: storage, runtime, HTTP and WebSocket. */
public final class Daemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  /** Connections that the system keeps waiting while the daemon is busy accepting others. */
  private static final int BACKLOG = 1024;

  /** The time for admitted work to finish when the daemon stops. */
  private static final long DRAIN_MS = 5_000;

  /** The time for connections to be told that the daemon stops. */
  private static final long GOODBYE_MS = 1_000;

  private final InetSocketAddress address;
  private final StorageDriver storage;
  private final ActorRuntime runtime;
  private final Admission admission;
  private final SocketWriter writer;
  private final SocketServer sockets;
  private final EventStreams streams;
  private final HttpServer http;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Daemon(
      InetSocketAddress address,
      StorageDriver storage,
      ActorRuntime runtime,
      Admission admission,
      SocketWriter writer,
      SocketServer sockets,
      EventStreams streams,
      HttpServer http) {
    this.address = address;
    this.storage = storage;
    this.runtime = runtime;
    this.admission = admission;
    this.writer = writer;
    this.sockets = sockets;
    this.streams = streams;
    this.http = http;
  }

  /**
   * Starts a daemon; when it returns, calls are answered. When it throws, nothing is left running.
   *
   * @throws ActjsException {@code Forbidden} when the host is not loopback; {@code AddressInUse};
   *     {@code DataDirectoryInUse}; {@code StoreInUse}; {@code StoreDamaged}; {@code
   *     StorageUnavailable}
   */
  public static Daemon start(DaemonConfig config) {
    // The port first: a conflict is cheapest to find here, before anything has touched the data.
    ServerSocketChannel listening = listen(config);
    try {
      return start(config, listening);
    } catch (RuntimeException | Error e) {
      close(listening);
      throw e;
    }
  }

  private static Daemon start(DaemonConfig config, ServerSocketChannel listening) {
    StorageDriver storage = openStorage(config);
    NodeLease lease = takeLease(config, storage);
    EngineLimits limits = engineLimits(config, listening);
    Engine engine = config.isolation().open(limits);
    ActorRuntime runtime = startRuntime(config, storage, lease, engine, limits);
    Admission admission = new Admission();
    SocketWriter writer = new SocketWriter(runtime.batches());
    Door door = Door.of(config.access());
    SocketServer sockets =
        new SocketServer(
            runtime,
            writer,
            admission,
            door,
            Clock.SYSTEM,
            SocketLimits.of(config.limits()),
            config.wsPingIntervalMs(),
            config.wsPingTimeoutMs());
    EventStreams streams =
        new EventStreams(
            runtime,
            writer,
            admission,
            OutboxLimits.of(config.limits()),
            sockets::later,
            config.wsPingIntervalMs(),
            config.wsPingTimeoutMs());
    try {
      Metrics metrics = metrics(runtime, storage, engine, sockets).add(streams);
      HttpServer http =
          http(config, listening, metrics, runtime, door, admission, writer, sockets, streams);
      http.start();
      Daemon daemon =
          new Daemon(
              address(listening), storage, runtime, admission, writer, sockets, streams, http);
      LOG.info(
          "started: {} serves {}; handlers run {}",
          daemon.uri(),
          place(config),
          config.isolation().place());
      return daemon;
    } catch (RuntimeException | Error e) {
      sockets.close();
      writer.close();
      runtime.close();
      throw e;
    }
  }

  private static String place(DaemonConfig config) {
    if (config.database() != null) {
      return config.database().place();
    }
    return config.dataDir() == null ? "what is kept in memory only" : config.dataDir().toString();
  }

  private static HttpServer http(
      DaemonConfig config,
      ServerSocketChannel listening,
      Metrics metrics,
      ActorRuntime runtime,
      Door door,
      Admission admission,
      SocketWriter writer,
      SocketServer sockets,
      EventStreams streams) {
    RequestMetrics requests = new RequestMetrics();
    metrics.add(requests);
    HttpLimits limits = HttpLimits.of(config.limits());
    RequestBody bodies = new RequestBody(runtime.memory(), limits.bodyBytes(), limits.bodyMs());
    Pins pins = new Pins(runtime.manifests());
    ValueAnswers values =
        new ValueAnswers(runtime, pins, streams.keepAliveMs(), config.wsPingTimeoutMs());
    ApiRoutes api = new ApiRoutes(runtime, pins, values, admission, door, bodies, config.dataDir());
    return new HttpServer(
        listening,
        sockets.upgrade(limits.bodyBytes()),
        api.quickCalls(writer, requests),
        new PinnedRequests(door, pins, bodies, requests),
        limits,
        config.crossOrigin(),
        routes -> {
          metrics.register(routes);
          api.register(routes);
          new StreamRoutes(streams, pins, requests).register(routes);
          new DescriptionRoutes(runtime.registry(), pins).register(routes);
          new RawRoutes(runtime, admission, pins, bodies).register(routes);
        });
  }

  private static Metrics metrics(
      ActorRuntime runtime, StorageDriver storage, Engine engine, SocketServer sockets) {
    Metrics metrics = Metrics.of(runtime).add(sockets);
    if (storage instanceof ValkeyDriver valkey) {
      metrics.add(new ValkeyMetrics(valkey::valkeyStats));
    }
    Losses losses = engine instanceof ProcessEngine processes ? processes.losses() : new Losses();
    metrics.add(new ProcessMetrics(losses::byReason));
    return metrics;
  }

  private static NodeLease takeLease(DaemonConfig config, StorageDriver storage) {
    try {
      return NodeLease.take(
          storage.nodes(),
          LocalNode.mint(),
          NodeLease.DURATION,
          config.standby(),
          Scheduler.threads());
    } catch (RuntimeException | Error e) {
      storage.close();
      throw e;
    }
  }

  /** With what classes without a policy let people do. */
  private static EngineLimits engineLimits(DaemonConfig config, ServerSocketChannel listening) {
    DefaultPolicy chosen = config.access().defaultPolicy();
    boolean loopback = listening.socket().getInetAddress().isLoopbackAddress();
    DefaultPolicy policy = chosen == null ? DefaultPolicy.of(config.access(), loopback) : chosen;
    EngineLimits limits = config.engineLimits();
    return policy == DefaultPolicy.DENY ? limits.withDenyByDefault() : limits;
  }

  private static ActorRuntime startRuntime(
      DaemonConfig config,
      StorageDriver storage,
      NodeLease lease,
      Engine engine,
      EngineLimits limits) {
    try {
      return ActorRuntime.builder(storage)
          .lease(lease)
          .retention(config.retention())
          .limits(config.runtimeLimits())
          .presence(PresenceLimits.of(config.limits()))
          .resume(ResumeLimits.of(config.limits()))
          .memory(Budget.root("server", config.limits().memory(Runtime.getRuntime().maxMemory())))
          .engine(engine)
          .engineLimits(limits)
          .registryOptions(config.registry())
          .signals(storage instanceof ValkeyDriver valkey ? valkey.signals() : Signals.NONE)
          .compilerIdle(config.compilerIdle())
          .start();
    } catch (RuntimeException | Error e) {
      engine.close();
      lease.close();
      storage.close();
      throw e;
    }
  }

  private static StorageDriver openStorage(DaemonConfig config) {
    StorageDriver storage = openStore(config);
    try {
      ImportRefusal.requireWhole(storage.contents());
      return config.valkey() == null
          ? storage
          : ValkeyDriver.open(storage, config.valkey(), config.valkeyOptions());
    } catch (RuntimeException | Error e) {
      storage.close();
      throw e;
    }
  }

  private static StorageDriver openStore(DaemonConfig config) {
    if (config.database() != null) {
      return PostgresDriver.open(config.database(), StoreLimits.postgres(config.limits()));
    }
    if (config.dataDir() == null) {
      return new MemoryDriver();
    }
    return SqliteDriver.open(
        config.dataDir(), StoreLimits.sqlite(config.limits(), config.acceptLoss()));
  }

  private static ServerSocketChannel listen(DaemonConfig config) {
    InetAddress host = LoopbackGuard.requireLoopback(config.host());
    ServerSocketChannel channel = null;
    try {
      channel = ServerSocketChannel.open();
      channel.bind(new InetSocketAddress(host, config.port()), BACKLOG);
      return channel;
    } catch (IOException e) {
      if (channel != null) {
        close(channel);
      }
      if (e instanceof BindException) {
        throw addressInUse(config.host(), config.port(), e);
      }
      throw new UncheckedIOException(e);
    }
  }

  private static ActjsException addressInUse(String host, int port, IOException cause) {
    return new ActjsException(
        ProblemCode.AddressInUse,
        "cannot listen on "
            + host
            + ":"
            + port
            + ": "
            + cause.getMessage()
            + "; stop the other program or choose another port with --port",
        cause);
  }

  private static InetSocketAddress address(ServerSocketChannel channel) {
    try {
      return (InetSocketAddress) channel.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that the server listens on. */
  public int port() {
    return address.getPort();
  }

  /** The address of the server, without a trailing slash: {@code http://127.0.0.1:3000}. */
  public URI uri() {
    String host = address.getAddress().getHostAddress();
    return URI.create("http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port());
  }

  /** What it answers, such as {@code GET /v1/health}. */
  public List<String> routes() {
    return http.routes();
  }

  public ActorRuntime runtime() {
    return runtime;
  }

  /** The statistics of the Valkey beside the store, or null when there is none. */
  public @Nullable ValkeyStats valkeyStats() {
    return storage instanceof ValkeyDriver valkey ? valkey.valkeyStats() : null;
  }

  /**
   * Stops within seconds: takes no new connections, gives those that are in use their last answers,
   * refuses what comes then as {@code ShuttingDown}, finishes running work, tells subscribers to
   * connect again later, and closes the storage. Idempotent.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    LOG.info("stopping: no new calls are taken, those that run have {} ms to end", DRAIN_MS);
    admission.announceEnd();
    http.stopListening();
    runtime.forgetDepartures();
    try {
      http.awaitLastRequests();
      admission.shut();
      if (!admission.awaitIdle(DRAIN_MS)) {
        LOG.warn("some calls have not ended in time: they are cut off");
      }
      streams.endAll(GOODBYE_MS);
      sockets.endAll(GOODBYE_MS);
      http.endIdle();
    } catch (InterruptedException e) {
      // The caller is in a hurry: remaining work is cut off; everything acknowledged is stored.
      admission.shut();
      Thread.currentThread().interrupt();
    }
    // Connections that do not end in time must not keep the runtime and the storage open.
    try {
      http.stop();
    } finally {
      try {
        sockets.close();
        writer.close();
      } finally {
        runtime.close();
        LOG.info("stopped: all that was acknowledged is stored");
      }
    }
  }
}
