package io.actjs.actjsd;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.ActorRuntime;
import io.actjs.wire.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket: carries frames between the socket, its {@link RpcSession} and the runtime.
 *
 * <p>It reads the next frame only while fewer than {@link #MAX_IN_FLIGHT} requests are unanswered
 * and the client reads what it is sent; otherwise the client is held back by TCP, and loses
 * nothing.
 */
final class SocketConnection implements Session.Listener {
  /** Requests of one connection that may be unanswered at a time. */
  static final int MAX_IN_FLIGHT = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);

  private final SocketServer server;
  private final ActorRuntime runtime;
  private final RpcSession rpc;
  private final Outbox outbox;
  private final Map<String, LiveSubscription> subscriptions = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<LiveSubscription> behind = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean paused = new AtomicBoolean();
  private final Pulse pulse;
  private volatile boolean closed;
  private volatile @Nullable Session session;
  private volatile @Nullable CoreSession core;

  SocketConnection(SocketServer server) {
    this.server = server;
    this.runtime = server.runtime();
    this.rpc = new RpcSession(server.clock());
    this.outbox = new Outbox(server.writer(), this::sendFrame, this::drained, this::overflowed);
    this.pulse = new Pulse(server.clock());
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    // The public session flushes each frame by itself; the core below it can gather several.
    core = ((WebSocketSession) opened).getCoreSession();
    server.opened(this);
    opened.demand();
  }

  @Override
  public void onWebSocketText(String frame) {
    pulse.seen();
    perform(rpc.receive(frame));
    readOn();
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    String frame = StandardCharsets.UTF_8.decode(payload).toString();
    callback.succeed();
    onWebSocketText(frame);
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    pulse.seen();
    readOn();
  }

  @Override
  public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
    ended();
    callback.succeed();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    LOG.debug("a WebSocket failed", cause);
    ended();
  }

  private void ended() {
    closed = true;
    outbox.close();
    server.closed(this);
    subscriptions.values().forEach(LiveSubscription::end);
    subscriptions.clear();
    behind.clear();
  }

  private void perform(RpcAction action) {
    switch (action) {
      case RpcAction.Send(String frame) -> reply(frame);
      case RpcAction.Ignore ignore -> {}
      case RpcAction.Unsubscribe unsubscribe -> unsubscribe(unsubscribe);
      case RpcAction.Call call -> {
        if (admit(call.ticket())) {
          runtime
              .call(call.ref(), call.method(), call.args(), call.deadlineMs())
              .whenComplete(
                  (result, error) ->
                      finish(
                          error == null
                              ? rpc.called(call.ticket(), result)
                              : rpc.failed(call.ticket(), problem(error))));
        }
      }
      case RpcAction.Tell tell -> {
        if (admit(tell.ticket())) {
          runtime
              .tell(tell.ref(), tell.type(), tell.payload())
              .whenComplete(
                  (id, error) ->
                      finish(
                          error == null
                              ? rpc.succeeded(
                                  tell.ticket(), "{\"messageId\":" + JsonText.quote(id) + "}")
                              : rpc.failed(tell.ticket(), problem(error))));
        }
      }
      case RpcAction.Subscribe subscribe -> subscribe(subscribe);
    }
  }

  private void subscribe(RpcAction.Subscribe action) {
    String id = action.subscriptionId();
    if (!admit(action.ticket())) {
      rpc.released(action.ref(), id);
      return;
    }
    LiveSubscription live = new LiveSubscription(action.ref(), id, this);
    subscriptions.put(id, live);
    if (closed) {
      // ended() may have passed over the map already.
      live.end();
    }
    runtime
        .subscribe(action.ref(), live)
        .whenComplete(
            (subscription, error) -> {
              if (error == null) {
                live.attached(subscription);
                finish(
                    rpc.succeeded(
                        action.ticket(), "{\"subscriptionId\":" + JsonText.quote(id) + "}"));
              } else {
                if (live.end()) {
                  forget(live);
                }
                finish(rpc.failed(action.ticket(), problem(error)));
              }
            });
  }

  private void unsubscribe(RpcAction.Unsubscribe action) {
    LiveSubscription live = subscriptions.get(action.subscriptionId());
    boolean ended = live != null && live.end();
    if (ended) {
      forget(live);
    }
    String reply = rpc.succeeded(action.ticket(), ended ? "{\"ok\":true}" : "{\"ok\":false}");
    if (reply != null) {
      reply(reply);
    }
  }

  /** The subscription has ended: its id is free. */
  void forget(LiveSubscription live) {
    subscriptions.remove(live.id(), live);
    rpc.released(live.ref(), live.id());
  }

  private boolean admit(RpcTicket ticket) {
    try {
      server.admission().enter();
      return true;
    } catch (ActjsException e) {
      String reply = rpc.failed(ticket, e);
      if (reply != null) {
        reply(reply);
      }
      return false;
    }
  }

  private void finish(@Nullable String reply) {
    if (reply != null) {
      reply(reply);
    }
    server.admission().leave();
    if (paused.get()) {
      resume();
    }
  }

  private static ActjsException problem(Throwable error) {
    if (error instanceof ActjsException problem) {
      if (problem.getCause() != null && problem.code().httpStatus() >= 500) {
        LOG.error("a request failed: {}", problem.detail(), problem.getCause());
      }
      return problem;
    }
    LOG.error("the runtime failed a request with no problem", error);
    return new ActjsException(ProblemCode.InternalError, "see the server log");
  }

  private void reply(String frame) {
    send(frame.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] frame) {
    outbox.offer(frame);
  }

  boolean hasRoom() {
    return outbox.hasRoom();
  }

  NotificationFrames frames() {
    return server.frames();
  }

  private void sendFrame(byte[] utf8, boolean more, org.eclipse.jetty.util.Callback done) {
    CoreSession open = core;
    assert open != null;
    open.sendFrame(new Frame(OpCode.TEXT, true, ByteBuffer.wrap(utf8)), done, more);
  }

  private boolean mayRead() {
    return rpc.inFlight() < MAX_IN_FLIGHT && outbox.hasRoom();
  }

  private void readOn() {
    if (mayRead()) {
      demand();
      return;
    }
    paused.set(true);
    outbox.callWhenDrained();
    resume();
  }

  private void resume() {
    if (mayRead() && paused.compareAndSet(true, false)) {
      demand();
    }
  }

  private void demand() {
    Session open = session;
    if (open != null && !closed) {
      open.demand();
    }
  }

  private void drained() {
    resume();
    LiveSubscription next = behind.poll();
    while (next != null && !next.catchUp()) {
      next = behind.poll();
    }
  }

  /** The subscription skips changes; it gets a snapshot when this connection has caught up. */
  void catchUpLater(LiveSubscription live) {
    behind.add(live);
    outbox.callWhenDrained();
  }

  /** One snapshot at a time: the next one when this one has been sent. */
  void catchUpNext() {
    if (!behind.isEmpty()) {
      outbox.callWhenDrained();
    }
  }

  private void overflowed() {
    close(StatusCode.TRY_AGAIN_LATER, "too slow: read what you subscribe to");
  }

  /** Sends a ping, or ends a connection that shows no life. */
  void heartbeat(long timeoutMs) {
    Session open = session;
    if (open == null) {
      return;
    }
    boolean heldBack = paused.get() && outbox.hasRoom();
    switch (pulse.check(timeoutMs, outbox.sent(), heldBack)) {
      case ALIVE -> {
        open.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        catchUpNext();
      }
      case SILENT -> close(StatusCode.SHUTDOWN, "heartbeat timeout");
      case DEAD -> open.disconnect();
    }
  }

  /** Closes when all that was offered is sent. */
  void finishAndClose(int status, String reason) {
    outbox.end(() -> close(status, reason));
  }

  private void close(int status, String reason) {
    Session open = session;
    if (open != null) {
      open.close(status, reason, Callback.NOOP);
    }
  }

  void disconnect() {
    Session open = session;
    if (open != null) {
      open.disconnect();
    }
  }
}
