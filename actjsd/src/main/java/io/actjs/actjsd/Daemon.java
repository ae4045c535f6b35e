package io.actjs.actjsd;

import io.actjs.actjsd.access.AccessAudit;
import io.actjs.actjsd.access.AccessConfig;
import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.DefaultPolicy;
import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.access.capability.CapabilityAuthenticator;
import io.actjs.actjsd.access.capability.CapabilityRoutes;
import io.actjs.actjsd.api.DescriptionRoutes;
import io.actjs.actjsd.audit.AuditMirror;
import io.actjs.actjsd.browser.ClientRoutes;
import io.actjs.actjsd.connection.HttpLimits;
import io.actjs.actjsd.control.CallRate;
import io.actjs.actjsd.control.ControlRoutes;
import io.actjs.actjsd.control.ServerHandle;
import io.actjs.actjsd.control.WaitingRoom;
import io.actjs.actjsd.edge.Listening;
import io.actjs.actjsd.edge.PublicAccess;
import io.actjs.actjsd.feed.OutboxLimits;
import io.actjs.actjsd.follow.FollowRoutes;
import io.actjs.actjsd.follow.FollowStreams;
import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.HttpServer;
import io.actjs.actjsd.http.Pages;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.SocketWriter;
import io.actjs.actjsd.log.ServerLog;
import io.actjs.actjsd.metric.Metrics;
import io.actjs.actjsd.metric.ProcessMetrics;
import io.actjs.actjsd.metric.RequestMetrics;
import io.actjs.actjsd.metric.ValkeyMetrics;
import io.actjs.actjsd.rate.RateGate;
import io.actjs.actjsd.rate.RequestRates;
import io.actjs.actjsd.raw.RawRoutes;
import io.actjs.actjsd.reload.LiveEdge;
import io.actjs.actjsd.reload.Reload;
import io.actjs.actjsd.reload.ReloadRoutes;
import io.actjs.actjsd.reminder.ReminderRoutes;
import io.actjs.actjsd.route.AdminGate;
import io.actjs.actjsd.route.ApiRoutes;
import io.actjs.actjsd.route.PinnedRequests;
import io.actjs.actjsd.service.LifeSign;
import io.actjs.actjsd.sse.EventStreams;
import io.actjs.actjsd.sse.StreamRoutes;
import io.actjs.actjsd.tls.ServerTls;
import io.actjs.actjsd.tls.TlsFiles;
import io.actjs.actjsd.token.Tokens;
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
import io.actjs.policy.ActiveLimits;
import io.actjs.policy.Budget;
import io.actjs.policy.Limit;
import io.actjs.policy.PresenceLimits;
import io.actjs.policy.ResumeLimits;
import io.actjs.policy.capability.CapabilityRules;
import io.actjs.registry.env.EnvValues;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.activity.Denials;
import io.actjs.runtime.activity.LatencyHistogram.Bucket;
import io.actjs.runtime.node.LocalNode;
import io.actjs.runtime.node.NodeLease;
import io.actjs.storage.ImportRefusal;
import io.actjs.storage.Signals;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.valkey.SharedBuckets;
import io.actjs.storage.valkey.ValkeyDriver;
import io.actjs.storage.valkey.ValkeyStats;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running actor server: storage, runtime, HTTP and WebSocket. */
public final class Daemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  /** The time for admitted work to finish when the daemon stops. */
  private static final long DRAIN_MS = 5_000;

  /** The time for connections to be told that the daemon stops. */
  private static final long GOODBYE_MS = 1_000;

  private final Listening listening;
  private final @Nullable ServerTls tls;
  private final StorageDriver storage;
  private final ActorRuntime runtime;
  private final Tokens tokens;
  private final Door door;
  private final Admission admission;
  private final SocketWriter writer;
  private final SocketServer sockets;
  private final EventStreams streams;
  private final FollowStreams followers;
  private final HttpServer http;
  private final @Nullable AuditMirror mirror;
  private final Reload reload;
  private final Runnable secretsEnd;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Daemon(
      Listening listening,
      @Nullable ServerTls tls,
      StorageDriver storage,
      ActorRuntime runtime,
      Tokens tokens,
      Door door,
      Admission admission,
      SocketWriter writer,
      SocketServer sockets,
      EventStreams streams,
      FollowStreams followers,
      HttpServer http,
      @Nullable AuditMirror mirror,
      Reload reload) {
    this.listening = listening;
    this.tls = tls;
    this.storage = storage;
    this.runtime = runtime;
    this.tokens = tokens;
    this.door = door;
    this.admission = admission;
    this.writer = writer;
    this.sockets = sockets;
    this.streams = streams;
    this.followers = followers;
    this.http = http;
    this.mirror = mirror;
    this.reload = reload;
    this.secretsEnd = ServerLog.withhold(runtime.env()::secrets);
  }

  /**
   * Starts a daemon; when it returns, calls are answered. When it throws, nothing is left running.
   *
   * @throws ActjsException {@code Forbidden} when other machines could reach it and it has no
   *     users; {@code SchemaInvalid} when the host or a file of TLS is unusable; {@code
   *     AddressInUse}; {@code DataDirectoryInUse}; {@code StoreInUse}; {@code StoreDamaged}; {@code
   *     StorageUnavailable}
   */
  public static Daemon start(DaemonConfig config) {
    return start(config, (tokens, uri) -> {});
  }

  /**
   * The same.
   *
   * @param prepare is done before the first request is answered, with the tokens of the store and
   *     the address of the server; what it throws ends the start
   */
  public static Daemon start(DaemonConfig config, BiConsumer<Tokens, URI> prepare) {
    return start(config, prepare, () -> {}, Instruments.of(config));
  }

  /**
   * The same.
   *
   * @param waiting is called twice a second while a standby waits for another server to end
   */
  public static Daemon start(
      DaemonConfig config, BiConsumer<Tokens, URI> prepare, Runnable waiting) {
    return start(config, prepare, waiting, Instruments.of(config));
  }

  /** The same with other instruments: for authors, never in production. */
  public static Daemon start(
      DaemonConfig config, BiConsumer<Tokens, URI> prepare, Instruments instruments) {
    return start(config, prepare, () -> {}, instruments);
  }

  private static Daemon start(
      DaemonConfig config,
      BiConsumer<Tokens, URI> prepare,
      Runnable waiting,
      Instruments instruments) {
    TlsFiles files = config.network().tls();
    ServerTls tls = files == null ? null : ServerTls.of(files);
    Listening listening = Listening.on(config.host(), config.port());
    try {
      return start(config, prepare, waiting, instruments, listening, tls);
    } catch (RuntimeException | Error e) {
      listening.close();
      throw e;
    }
  }

  private static Daemon start(
      DaemonConfig config,
      BiConsumer<Tokens, URI> prepare,
      Runnable waiting,
      Instruments instruments,
      Listening listening,
      @Nullable ServerTls tls) {
    StorageDriver storage = openStorage(config);
    Tokens tokens = openTokens(config, storage, listening);
    NodeLease lease = takeLease(config, storage, listening, tls, waiting);
    EngineLimits limits = engineLimits(config, tokens, listening);
    Engine engine = instruments.engine().apply(limits);
    AccessAudit refusals = new AccessAudit(storage.registry().audit(), Clock.SYSTEM);
    ActorRuntime runtime =
        startRuntime(config, instruments, storage, lease, engine, limits, refusals);
    Door door = openDoor(config, tokens, refusals, runtime);
    Admission admission = new Admission();
    SocketWriter writer = new SocketWriter(runtime.batches());
    RateGate rates = new RateGate(config.rates(), runtime.registry(), sharedBuckets(storage));
    SocketServer sockets =
        new SocketServer(
            runtime,
            writer,
            admission,
            door,
            rates,
            Clock.SYSTEM,
            SocketLimits.of(config.limits()),
            config.wsPingIntervalMs(),
            config.wsPingTimeoutMs());
    EventStreams streams =
        new EventStreams(
            runtime,
            writer,
            admission,
            door,
            OutboxLimits.of(config.limits()),
            sockets::later,
            config.wsPingIntervalMs(),
            config.wsPingTimeoutMs());
    FollowStreams followers =
        new FollowStreams(
            admission,
            door,
            sockets::later,
            config.limits().count(Limit.FOLLOWERS),
            streams.keepAliveMs(),
            config.wsPingTimeoutMs());
    ServerHandle handle = new ServerHandle();
    AuditMirror mirror = null;
    try {
      mirror = mirror(config, runtime);
      Metrics metrics = metrics(runtime, storage, engine, sockets).add(streams).add(followers);
      metrics.add(rates);
      LiveEdge edge = edge(config, listening, tls);
      Reload reload = new Reload(runtime, rates, edge, Clock.SYSTEM);
      HttpServer http =
          http(
              config,
              listening,
              edge,
              reload,
              metrics,
              runtime,
              tokens,
              door,
              new RequestRates(rates),
              admission,
              writer,
              sockets,
              streams,
              followers,
              handle,
              instruments.pages());
      prepare.accept(tokens, uri(listening, tls));
      http.start();
      Daemon daemon =
          new Daemon(
              listening, tls, storage, runtime, tokens, door, admission, writer, sockets, streams,
              followers, http, mirror, reload);
      Runnable stop = config.stop();
      handle.attach(stop == null ? daemon::close : stop, http::connections);
      LOG.info(
          "started: {} serves {}; handlers run {}",
          daemon.uri(),
          place(config),
          config.isolation().place());
      warnOfMissing(runtime.env());
      return daemon;
    } catch (RuntimeException | Error e) {
      sockets.close();
      writer.close();
      door.close();
      tokens.close();
      close(mirror);
      runtime.close();
      throw e;
    }
  }

  /** The tokens of the store, which say whether the server may be reached at its address. */
  private static Tokens openTokens(
      DaemonConfig config, StorageDriver storage, Listening listening) {
    try {
      Tokens tokens = Tokens.of(storage, Clock.SYSTEM);
      takeConnections(config.network(), config.access().hasUsers(tokens), listening);
      return tokens;
    } catch (RuntimeException | Error e) {
      storage.close();
      throw e;
    }
  }

  private static Door openDoor(
      DaemonConfig config, Tokens tokens, AccessAudit refusals, ActorRuntime runtime) {
    try {
      if (config.database() != null) {
        // A server that was waiting for the database has not seen what the one before did.
        tokens.refresh();
        tokens.watch(runtime.capabilities()::refresh);
      }
      runtime.capabilities().load();
      Authenticator bearers = new CapabilityAuthenticator(runtime.capabilities(), Clock.SYSTEM);
      Door door = Door.of(config.access(), bearers, tokens, refusals, Clock.SYSTEM);
      runtime.capabilities().whenChanged(door::recheck);
      return door;
    } catch (RuntimeException | Error e) {
      tokens.close();
      runtime.close();
      throw e;
    }
  }

  private static void takeConnections(Network network, boolean hasUsers, Listening listening) {
    listening.open(hasUsers, network.insecure());
    PublicAccess.warnings(
            listening.address(), hasUsers, network.tls() != null, !network.proxies().isEmpty())
        .forEach(LOG::warn);
  }

  /** Most often the server was started for another environment than the one that was meant. */
  private static void warnOfMissing(EnvValues env) {
    List<EnvValues.Missing> missing = env.missing();
    if (!missing.isEmpty()) {
      LOG.warn(
          "the environment {} lacks {} values that classes read, such as {} for {}: see \"actctl env"
              + " list\"",
          env.environment(),
          missing.size(),
          missing.getFirst().name(),
          missing.getFirst().ref());
    }
  }

  private static @Nullable AuditMirror mirror(DaemonConfig config, ActorRuntime runtime) {
    return config.auditMirror() == null
        ? null
        : AuditMirror.start(runtime.audit(), config.auditMirror(), Clock.SYSTEM);
  }

  /** Before the runtime, which closes the storage. */
  private static void close(@Nullable AuditMirror mirror) {
    if (mirror != null) {
      mirror.close();
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
      Listening listening,
      LiveEdge edge,
      Reload reload,
      Metrics metrics,
      ActorRuntime runtime,
      Tokens tokens,
      Door door,
      RequestRates rates,
      Admission admission,
      SocketWriter writer,
      SocketServer sockets,
      EventStreams streams,
      FollowStreams followers,
      ServerHandle handle,
      Pages pages) {
    RequestMetrics requests = new RequestMetrics();
    metrics.add(requests);
    HttpLimits limits = HttpLimits.of(config.limits());
    RequestBody bodies = new RequestBody(runtime.memory(), limits.bodyBytes(), limits.bodyMs());
    RequestBody publications =
        new RequestBody(runtime.memory(), limits.publicationBytes(), limits.bodyMs());
    Pins pins = new Pins(runtime.manifests());
    ValueAnswers values =
        new ValueAnswers(runtime, pins, rates, streams.keepAliveMs(), config.wsPingTimeoutMs());
    ApiRoutes api =
        new ApiRoutes(
            runtime,
            pins,
            rates,
            values,
            admission,
            door,
            tokens,
            bodies,
            publications,
            config.dataDir());
    AdminGate gate = new AdminGate(door, bodies);
    ControlRoutes control =
        new ControlRoutes(
            runtime,
            admission,
            gate,
            handle,
            CallRate.sampling(() -> calls(runtime), sockets::later),
            config.storeKind(),
            Clock.SYSTEM);
    FollowRoutes following =
        new FollowRoutes(
            followers,
            ServerLog.keep(config.limits().get(Limit.LOG_KEPT)),
            runtime.audit(),
            gate,
            requests);
    return new HttpServer(
        listening.channel(),
        sockets.upgrade(limits.bodyBytes()),
        api.quickCalls(writer, requests),
        new PinnedRequests(door, rates, pins, bodies, requests),
        limits,
        edge::edge,
        edge::crossOrigin,
        pages,
        routes -> {
          metrics.register(routes);
          api.register(routes);
          control.register(routes);
          following.register(routes);
          new ReminderRoutes(runtime, admission, gate).register(routes);
          new CapabilityRoutes(runtime.capabilities(), runtime.registry(), gate, bodies)
              .register(routes);
          new ReloadRoutes(reload, gate).register(routes);
          new StreamRoutes(streams, pins, rates, requests).register(routes);
          new ClientRoutes().register(routes);
          new DescriptionRoutes(runtime.registry(), pins).register(routes);
          new RawRoutes(runtime, admission, pins, rates, bodies).register(routes);
        });
  }

  private static LiveEdge edge(DaemonConfig config, Listening listening, @Nullable ServerTls tls) {
    Network network = config.network();
    return new LiveEdge(listening, tls, network.hosts(), network.proxies(), config.crossOrigin());
  }

  private static long calls(ActorRuntime runtime) {
    return runtime.callLatency().buckets().stream().mapToLong(Bucket::count).sum();
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

  /** What the servers beside one Valkey share. */
  private static @Nullable SharedBuckets sharedBuckets(StorageDriver storage) {
    return storage instanceof ValkeyDriver valkey ? valkey.buckets() : null;
  }

  private static NodeLease takeLease(
      DaemonConfig config,
      StorageDriver storage,
      Listening listening,
      @Nullable ServerTls tls,
      Runnable waiting) {
    try (WaitingRoom _ = config.standby() ? waitingRoom(listening, tls) : null) {
      return NodeLease.take(
          storage.nodes(),
          LocalNode.mint(),
          NodeLease.DURATION,
          config.standby(),
          waiting,
          Scheduler.threads());
    } catch (RuntimeException | Error e) {
      storage.close();
      throw e;
    }
  }

  private static WaitingRoom waitingRoom(Listening listening, @Nullable ServerTls tls) {
    return WaitingRoom.open(
        listening.channel(),
        tls == null ? null : tls.context().getSslContext(),
        "this server stands by: another one is using the database");
  }

  /** With what classes without a policy let people do. */
  private static EngineLimits engineLimits(
      DaemonConfig config, Tokens tokens, Listening listening) {
    AccessConfig access = config.access();
    boolean isPrivate = listening.address().isLoopbackAddress() || config.network().insecure();
    DefaultPolicy chosen = access.defaultPolicy();
    DefaultPolicy policy =
        chosen == null ? DefaultPolicy.of(access.hasUsers(tokens), isPrivate) : chosen;
    EngineLimits limits = config.engineLimits();
    return policy == DefaultPolicy.DENY ? limits.withDenyByDefault() : limits;
  }

  private static ActorRuntime startRuntime(
      DaemonConfig config,
      Instruments instruments,
      StorageDriver storage,
      NodeLease lease,
      Engine engine,
      EngineLimits limits,
      Denials denials) {
    try {
      return instruments
          .on(ActorRuntime.builder(storage))
          .denials(denials)
          .lease(lease)
          .retention(config.retention())
          .limits(config.runtimeLimits())
          .capabilities(capabilities(config))
          .presence(PresenceLimits.of(config.limits()))
          .active(ActiveLimits.of(config.limits()))
          .resume(ResumeLimits.of(config.limits()))
          .memory(Budget.root("server", config.limits().memory(Runtime.getRuntime().maxMemory())))
          .engine(engine)
          .engineLimits(limits)
          .registryOptions(config.registry())
          .signals(storage instanceof ValkeyDriver valkey ? valkey.signals() : Signals.NONE)
          .compilerIdle(config.compilerIdle())
          .environment(
              config.secrets().environment(),
              config.secrets().vault(config.dataDir(), config.database() != null))
          .start();
    } catch (RuntimeException | Error e) {
      engine.close();
      lease.close();
      storage.close();
      throw e;
    }
  }

  private static CapabilityRules capabilities(DaemonConfig config) {
    return config.access().capabilities().atMost(config.limits().get(Limit.CAPABILITY_TIME));
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

  /** The port that the server listens on. */
  public int port() {
    return listening.port();
  }

  /**
   * Where programs of this machine reach the server, without a trailing slash: {@code
   * http://127.0.0.1:3000}.
   */
  public URI uri() {
    return uri(listening, tls);
  }

  private static URI uri(Listening listening, @Nullable ServerTls tls) {
    return listening.uri(tls == null ? null : tls.names());
  }

  /** What shows whether it lives. */
  public LifeSign lifeSign() {
    return new LifeSign(listening.address(), listening.port(), runtime);
  }

  /** What it answers, such as {@code GET /v1/health}. */
  public List<String> routes() {
    return http.routes();
  }

  public ActorRuntime runtime() {
    return runtime;
  }

  /** The static tokens of its store. */
  public Tokens tokens() {
    return tokens;
  }

  /** What has it read its configuration again. */
  public Reload reload() {
    return reload;
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
      followers.endAll(GOODBYE_MS);
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
        door.close();
        tokens.close();
        close(mirror);
      } finally {
        runtime.close();
        LOG.info("stopped: all that was acknowledged is stored");
        secretsEnd.run();
      }
    }
  }
}
