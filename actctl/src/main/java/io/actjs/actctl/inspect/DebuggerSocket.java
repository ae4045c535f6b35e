package io.actjs.actctl.inspect;

import io.actjs.engine.inspect.DebugSession;
import io.actjs.engine.inspect.DebugTarget;
import java.util.ArrayDeque;
import java.util.Queue;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/** The WebSocket of one debugger. */
public final class DebuggerSocket extends Session.Listener.AbstractAutoDemanding {
  /** What a debugger that reads nothing may leave unread. */
  private static final int MOST_UNSENT = 100_000;

  private volatile @Nullable DebugSession session;

  /** In order; the first is being sent once the socket is open. */
  private final Queue<String> unsent = new ArrayDeque<>();

  private boolean sending;

  private final DebugTarget target;

  DebuggerSocket(DebugTarget target) {
    this.target = target;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    super.onWebSocketOpen(opened);
    session = target.attach(this::send, this::end);
    if (session == null) {
      opened.close(StatusCode.TRY_AGAIN_LATER, "another debugger is attached", Callback.NOOP);
    }
  }

  @Override
  public void onWebSocketText(String message) {
    DebugSession present = session;
    if (present != null && !present.send(message)) {
      getSession().close(StatusCode.POLICY_VIOLATION, "too many messages wait", Callback.NOOP);
    }
  }

  @Override
  public void onWebSocketClose(int statusCode, String reason, Callback callback) {
    DebugSession present = session;
    if (present != null) {
      present.close();
    }
    callback.succeed();
  }

  private void send(String message) {
    synchronized (this) {
      if (unsent.size() < MOST_UNSENT) {
        unsent.add(message);
      }
    }
    sendNext();
  }

  private void sendNext() {
    Session open = getSession();
    String next;
    synchronized (this) {
      next = open == null || sending ? null : unsent.poll();
      sending |= next != null;
    }
    if (next != null) {
      open.sendText(next, Callback.from(this::sent, failure -> {}));
    }
  }

  private void sent() {
    synchronized (this) {
      sending = false;
    }
    sendNext();
  }

  private void end() {
    Session open = getSession();
    if (open != null) {
      open.close(StatusCode.SHUTDOWN, "the isolate ends", Callback.NOOP);
    }
  }
}
