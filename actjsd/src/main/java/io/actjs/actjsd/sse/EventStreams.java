package io.actjs.actjsd.sse;

import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.feed.Laggards;
import io.actjs.actjsd.feed.LiveSubscription;
import io.actjs.actjsd.feed.NotificationFrames;
import io.actjs.actjsd.feed.OutboxLimits;
import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.http.SocketWriter;
import io.actjs.actjsd.metric.MetricGroup;
import io.actjs.actjsd.metric.MetricSink;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Position;
import io.actjs.policy.Budget;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.subscription.Introduction;
import io.actjs.runtime.subscription.Subscription;
import io.actjs.wire.SseFrames;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All streams of events, and their shared parts. */
public final class EventStreams implements MetricGroup {
  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

  /** The time for those who may not stay to take what was sent. */
  private static final long FAREWELL_MS = 250;

  /** Proxies take a connection for dead that is silent for longer. */
  private static final long KEEP_ALIVE_MS = 25_000;

  private final ActorRuntime runtime;
  private final SocketWriter writer;
  private final Admission admission;
  private final Door door;
  private final OutboxLimits limits;
  private final Laggards.Later later;
  private final long keepAliveMs;
  private final long patienceMs;
  private final NotificationFrames frames;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

  /**
   * @param later does small things a moment later
   * @param pingIntervalMs of WebSockets: a stream is not silent for longer either
   * @param patienceMs a stream whose reader takes nothing for this time is closed
   */
  public EventStreams(
      ActorRuntime runtime,
      SocketWriter writer,
      Admission admission,
      Door door,
      OutboxLimits limits,
      Laggards.Later later,
      long pingIntervalMs,
      long patienceMs) {
    this.runtime = runtime;
    this.writer = writer;
    this.admission = admission;
    this.door = door;
    this.limits = limits;
    this.later = later;
    // Or the connection's own timeout, which is the patience, would end a quiet stream.
    this.keepAliveMs = Math.min(KEEP_ALIVE_MS, Math.min(pingIntervalMs, patienceMs / 2));
    this.patienceMs = patienceMs;
    this.frames =
        new NotificationFrames((id, what) -> SseFrames.notification(what), runtime.memory());
  }

  SocketWriter writer() {
    return writer;
  }

  OutboxLimits limits() {
    return limits;
  }

  Budget memory() {
    return runtime.memory();
  }

  Laggards.Later later() {
    return later;
  }

  /** How long a stream of any kind may be silent. */
  public long keepAliveMs() {
    return keepAliveMs;
  }

  NotificationFrames frames() {
    return frames;
  }

  void broken(IOException reason) {
    LOG.debug("a stream of events has lost its reader", reason);
  }

  /**
   * Answers a request with a stream, until one of both ends it. What is refused is refused before
   * the head.
   *
   * @param from what the client has seen, or null
   * @param self who it is
   * @param begins is called when the stream does
   * @throws ActjsException as {@link ActorRuntime#subscribe}; {@code ShuttingDown}
   */
  void serve(
      Context ctx,
      ActorRef ref,
      @Nullable Position from,
      Introduction self,
      CallOptions options,
      Runnable begins)
      throws IOException, InterruptedException {
    EventStream stream = new EventStream(this);
    LiveSubscription live = new LiveSubscription(ref, ref.toString(), stream);
    EndPoint connection = endPoint(ctx);
    Runnable leave =
        door.attend(
            door.identify(Requests.request(ctx)),
            () -> {
              stream.finish();
              later.run(() -> stream.cut(connection), FAREWELL_MS);
            });
    try {
      admission.enter();
      try {
        live.attached(awaited(runtime.subscribe(ref, from, self, live, options)));
        stream.begun();
        open.add(stream);
      } finally {
        admission.leave();
      }
      if (!admission.isOpen()) {
        stream.finish();
      }
      begins.run();
      head(ctx.res());
      long usual = connection.getIdleTimeout();
      connection.setIdleTimeout(patienceMs);
      stream.run(ctx.res().getOutputStream());
      connection.setIdleTimeout(usual);
    } finally {
      leave.run();
      open.remove(stream);
      live.cut();
      stream.close();
    }
  }

  private static EndPoint endPoint(Context ctx) {
    return Requests.request(ctx).getConnectionMetaData().getConnection().getEndPoint();
  }

  private static void head(HttpServletResponse response) {
    response.setStatus(200);
    response.setContentType("text/event-stream; charset=utf-8");
    response.setHeader("Cache-Control", "no-cache, no-transform");
    response.setHeader("Connection", "keep-alive");
    response.setHeader("X-Accel-Buffering", "no");
  }

  private static Subscription awaited(CompletableFuture<Subscription> attached)
      throws InterruptedException {
    try {
      return attached.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ActjsException problem) {
        throw problem;
      }
      throw new IllegalStateException("a subscription failed without a reason", e.getCause());
    }
  }

  @Override
  public void report(MetricSink sink) {
    sink.gauge("actjs_event_streams", "Open streams of server-sent events.", open.size());
  }

  /** Ends all streams, each once its pending frames are sent or the time is up. */
  public void endAll(long millis) throws InterruptedException {
    open.forEach(EventStream::finish);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!open.isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
