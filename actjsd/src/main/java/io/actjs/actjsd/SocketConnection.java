package io.actjs.actjsd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
 * One WebSocket: its frames go to a {@link Conversation}, what that sends goes through an {@link
 * Outbox}.
 *
 * <p>It reads the next frame only while fewer than {@link #MAX_IN_FLIGHT} requests are unanswered
 * and the client reads what it is sent; otherwise TCP holds the client back, and nothing is lost.
 */
final class SocketConnection implements Session.Listener {
  /** Requests of one connection that may be unanswered at a time. */
  static final int MAX_IN_FLIGHT = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);

  private final SocketServer server;
  private final Conversation conversation;
  private final Outbox outbox;
  private final Pulse pulse;
  private final ConcurrentLinkedQueue<LiveSubscription> behind = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean paused = new AtomicBoolean();
  private volatile @Nullable Session session;
  private volatile @Nullable CoreSession core;

  SocketConnection(SocketServer server) {
    this.server = server;
    this.conversation = new Conversation(server, this);
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
    conversation.receive(frame);
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
    outbox.close();
    server.closed(this);
    conversation.end();
    behind.clear();
  }

  void send(byte[] frame) {
    outbox.offer(frame);
  }

  private void sendFrame(byte[] utf8, boolean more, org.eclipse.jetty.util.Callback done) {
    CoreSession open = core;
    assert open != null;
    open.sendFrame(new Frame(OpCode.TEXT, true, ByteBuffer.wrap(utf8)), done, more);
  }

  private boolean mayRead() {
    return conversation.inFlight() < MAX_IN_FLIGHT && outbox.hasRoom();
  }

  /** Asks for the next frame now or, when too much is under way, later. */
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
    if (paused.get() && mayRead() && paused.compareAndSet(true, false)) {
      demand();
    }
  }

  private void demand() {
    Session open = session;
    if (open != null && open.isOpen()) {
      open.demand();
    }
  }

  /** A request was answered. */
  void requestEnded() {
    resume();
  }

  /** Whether changes may be sent; without room, only snapshots and replies are. */
  boolean hasRoom() {
    return outbox.hasRoom();
  }

  NotificationFrames frames() {
    return server.frames();
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

  private void drained() {
    resume();
    LiveSubscription next = behind.poll();
    while (next != null && !next.catchUp()) {
      next = behind.poll();
    }
  }

  private void overflowed() {
    LOG.warn("closing a WebSocket that does not read what it is sent");
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
