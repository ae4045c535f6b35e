package io.actjs.actjsd.ws;

import io.actjs.actjsd.access.Identity;
import io.actjs.actjsd.feed.Laggards;
import io.actjs.actjsd.feed.LiveSubscription;
import io.actjs.actjsd.feed.NotificationFrames;
import io.actjs.actjsd.feed.OutFrame;
import io.actjs.actjsd.feed.Outbox;
import io.actjs.actjsd.feed.Viewer;
import io.actjs.model.ActjsException;
import io.actjs.wire.Notification;
import io.actjs.wire.RpcFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket: its messages go to a {@link Conversation}, what that sends goes through an {@link
 * Outbox}.
 *
 * <p>It reads the next frame only while fewer than as many requests are unanswered as {@link
 * SocketLimits} allows and the client reads what it is sent; otherwise TCP holds the client back,
 * and nothing is lost.
 */
final class SocketConnection implements FrameHandler, Viewer {
  /** Characters of a frame that takes long to parse. */
  private static final int LONG_FRAME = 16 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);

  /** The close code for those who may not stay; what they present no longer holds. */
  private static final int ENDED = 4001;

  private static final String ENDED_REASON = "the credential has expired or was revoked";

  /** The time for what has been answered to be sent. */
  private static final long FAREWELL_MS = 250;

  /** The time for a client to say goodbye. */
  private static final long GOODBYE_MS = 2_000;

  private final SocketServer server;
  private final Identity identity;
  private final Conversation conversation;
  private final Outbox outbox;
  private final Pulse pulse;
  private final MessageReader message;
  private final Laggards laggards;
  private final AtomicBoolean paused = new AtomicBoolean();
  private volatile @Nullable CoreSession session;

  /** Whether a message was read; used while reading only. */
  private boolean hasBegun;

  private volatile @Nullable Opening opening;

  /** Whether its identity has ended: nothing more is done for it. */
  private volatile boolean unknown;

  private volatile Runnable leave = () -> {};

  /** Whether it had been said goodbye to at the last tick; used by the heartbeat only. */
  private boolean closing;

  /**
   * @param sender who opened it
   * @param pinned what its requests are pinned to unless they say otherwise
   * @param compresses whether permessage-deflate was agreed on
   */
  SocketConnection(SocketServer server, Sender sender, PinText pinned, boolean compresses) {
    this.server = server;
    this.identity = sender.identity();
    this.message =
        new MessageReader(server.memory(), reason -> close(reason.getCode(), reason.getReason()));
    this.conversation = new Conversation(server, this, sender, pinned);
    this.outbox =
        new Outbox(
            server.writer(),
            new SocketFrames(this::open, compresses),
            server.limits().unsent(),
            server.memory(),
            this::drained,
            this::overflowed);
    this.laggards = new Laggards(outbox, server::later);
    this.pulse = new Pulse(server.clock());
  }

  @Override
  public void onOpen(CoreSession opened, Callback callback) {
    session = opened;
    callback.succeeded();
    server.opened(this);
    leave = server.door().attend(identity, this::identityEnded);
    opened.demand();
  }

  /**
   * From now on requests are not even read. Those under way are answered if that takes no longer
   * than the goodbye.
   */
  private void identityEnded() {
    unknown = true;
    finishAndClose(ENDED, ENDED_REASON);
    server.later(() -> close(ENDED, ENDED_REASON), FAREWELL_MS);
    server.later(this::abort, GOODBYE_MS);
  }

  private boolean isKnown() {
    if (identity.mayEnd() && !unknown && !server.door().holds(identity, server.clock().nowMs())) {
      leave.run();
      identityEnded();
    }
    return !unknown;
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    if (frame.isDataFrame() && !isKnown()) {
      callback.succeeded();
      demand();
      return;
    }
    switch (frame.getOpCode()) {
      case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> {
        byte[] whole = message.take(frame, open().getMaxTextMessageSize());
        callback.succeeded();
        pulse.seen();
        if (whole == null) {
          readOn();
        } else if (message.isCompressed()) {
          // How long it is shows when it is expanded.
          elsewhere(() -> takeCompressed(whole));
        } else {
          take(whole);
        }
      }
      case OpCode.PING -> {
        // The frame's buffer is another frame's as soon as this one is done with.
        ByteBuffer payload = BufferUtil.copy(frame.getPayload());
        callback.succeeded();
        open().sendFrame(new Frame(OpCode.PONG, true, payload), Callback.NOOP, false);
        pulse.seen();
        readOn();
      }
      case OpCode.PONG -> {
        callback.succeeded();
        pulse.seen();
        pong();
        readOn();
      }
      default -> callback.succeeded();
    }
  }

  /** The thread that reads is that of all connections: what may take time goes on elsewhere. */
  private void take(byte[] whole) {
    String text = message.text(whole);
    if (text == null) {
      readOn();
      return;
    }
    begin(text);
    if (text.length() > LONG_FRAME) {
      elsewhere(() -> receive(text));
    } else {
      receive(text);
    }
  }

  private void takeCompressed(byte[] whole) {
    String text = message.expanded(whole, (int) open().getMaxTextMessageSize());
    if (text == null) {
      readOn();
    } else {
      begin(text);
      receive(text);
    }
  }

  private void receive(String text) {
    RpcAction action = conversation.receive(text);
    if (conversation.isAtHand(action)) {
      act(action);
    } else {
      elsewhere(() -> act(action));
    }
  }

  private void act(RpcAction action) {
    conversation.act(action);
    readOn();
  }

  /** What goes wrong there ends the connection, as it does on the thread that reads. */
  private void elsewhere(Runnable work) {
    Thread.startVirtualThread(
        () -> {
          try {
            work.run();
          } catch (RuntimeException | Error e) {
            LOG.error("a WebSocket is closed: its request failed", e);
            close(CloseStatus.SERVER_ERROR, "the server failed");
          }
        });
  }

  private void begin(String firstFrame) {
    if (hasBegun) {
      return;
    }
    hasBegun = true;
    if (Opening.begins(firstFrame)) {
      opening = new Opening();
      conversation.opening();
      outbox.hold();
      ping();
      server.later(this::opened, Opening.LONGEST_MS);
    }
  }

  private void ping() {
    open().sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
  }

  private void pong() {
    Opening present = opening;
    if (present == null) {
      return;
    }
    if (present.isOverAfterPong()) {
      opened();
    } else {
      ping();
    }
  }

  private void opened() {
    if (opening != null) {
      opening = null;
      conversation.opened();
      outbox.letGo();
    }
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    LOG.debug("a WebSocket failed", cause);
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    leave.run();
    outbox.close();
    message.clear();
    server.closed(this);
    conversation.end();
    laggards.clear();
    callback.succeeded();
  }

  private CoreSession open() {
    CoreSession opened = session;
    assert opened != null;
    return opened;
  }

  @Override
  public void send(OutFrame frame) {
    outbox.offer(frame);
  }

  /** Sends a frame; closes the connection when there is no memory for it. */
  void send(String text) {
    if (!offer(text)) {
      close(CloseStatus.TRY_AGAIN_LATER, server.memory().exhausted().detail());
    }
  }

  /** Sends the reply to a request, or says that there is no memory for it. */
  void reply(String text, @Nullable String id) {
    if (id == null || !offer(text)) {
      send(id == null ? text : RpcFrames.error(id, server.memory().exhausted()));
    }
  }

  /** Sends a frame, if there is memory for it. */
  boolean offer(String text) {
    OutFrame frame = OutFrame.of(text.getBytes(StandardCharsets.UTF_8), server.memory());
    if (frame != null) {
      outbox.offer(frame);
    }
    return frame != null;
  }

  private boolean mayRead() {
    return conversation.inFlight() < server.limits().requests()
        && conversation.inFlightBytes() < server.limits().requestBytes()
        && outbox.hasRoom();
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
    CoreSession opened = open();
    if (opened.isInputOpen()) {
      opened.demand();
    }
  }

  /** A request was answered. */
  void requestEnded() {
    resume();
  }

  @Override
  public boolean hasRoom() {
    return outbox.hasRoom();
  }

  @Override
  public NotificationFrames frames() {
    return server.frames();
  }

  @Override
  public boolean hasRoomToSpare() {
    return outbox.hasRoomToSpare();
  }

  @Override
  public Laggards laggards() {
    return laggards;
  }

  @Override
  public void sendLast(LiveSubscription ended, Notification last) {
    send(RpcFrames.notification(ended.id(), last));
    conversation.forget(ended);
  }

  private void drained() {
    resume();
    laggards.drained();
    conversation.drained();
  }

  /** {@link Conversation#drained} is to be called when few bytes are unsent. */
  void callWhenDrained() {
    outbox.callWhenDrained();
  }

  ActjsException noMemory() {
    return server.memory().exhausted();
  }

  private void overflowed() {
    LOG.warn("closing a WebSocket whose client does not read");
    close(CloseStatus.TRY_AGAIN_LATER, "too slow: the client must read what it subscribes to");
  }

  /**
   * Sends a ping, or says goodbye to a connection that shows no life; cuts off one that was said
   * goodbye to and has not left since the tick before the last.
   */
  void heartbeat(long timeoutMs) {
    if (closing) {
      abort();
      return;
    }
    closing = !open().isOutputOpen();
    if (closing) {
      return;
    }
    boolean heldBack = paused.get() && outbox.hasRoom();
    switch (pulse.check(timeoutMs, outbox.sent(), heldBack)) {
      case ALIVE -> {
        ping();
        laggards.next();
      }
      case SILENT -> close(CloseStatus.SHUTDOWN, "heartbeat timeout");
    }
  }

  /** Closes when all that was offered is sent. */
  void finishAndClose(int status, String reason) {
    outbox.end(() -> close(status, reason));
  }

  private void close(int status, String reason) {
    open().close(status, reason, Callback.NOOP);
  }

  /** Cuts the connection off. */
  void abort() {
    open().abort();
  }
}
