package io.actjs.actjsd.ws;

import io.actjs.model.ActjsException;
import io.actjs.policy.Charge;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.streaming.CallStream;
import io.actjs.runtime.streaming.Window;
import io.actjs.wire.RpcFrames;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A call whose values are sent as they come: as many as the client has given credit for, and only
 * while the client reads. Thread-safe.
 */
final class StreamedReply implements CallStream.Reader, CallsUnderWay.Call {

  /** Hears of the end. */
  interface End {
    /** With a result, or with an error. */
    void of(StreamedReply reply, Answer.@Nullable Result result, @Nullable ActjsException error);
  }

  private final SocketConnection connection;
  private final String callId;
  private final End end;

  /** Guards itself and what is granted; no other lock is taken under it. */
  private final Window window;

  private volatile @Nullable CallStream call;
  private long granted;

  /**
   * @param callId raw JSON
   * @param granted values that the client takes, from 1
   */
  StreamedReply(SocketConnection connection, String callId, long granted, End end) {
    this.connection = connection;
    this.callId = callId;
    this.granted = granted;
    this.end = end;
    this.window = new Window(granted);
  }

  /**
   * @param calling begins the call, which may yield so many values at first
   */
  void begin(LongFunction<CallStream> calling) {
    call = calling.apply(window.asked());
    askOn();
  }

  @Override
  public void value(String json, Charge charge) {
    if (!connection.offer(RpcFrames.value(callId, json))) {
      fail(connection.noMemory());
      return;
    }
    synchronized (window) {
      window.took(json.length());
    }
    askOn();
  }

  @Override
  public void ended(Answer.Result result) {
    end.of(this, result, null);
  }

  @Override
  public void failed(ActjsException reason) {
    end.of(this, null, reason);
  }

  @Override
  public boolean grant(long more) {
    if (hasEnded()) {
      return false;
    }
    synchronized (window) {
      granted = Math.min(granted + more, Long.MAX_VALUE / 2);
    }
    askOn();
    return true;
  }

  @Override
  public boolean cancel() {
    CallStream present = call;
    return present != null && present.cancel();
  }

  private void fail(ActjsException reason) {
    CallStream present = call;
    if (present != null) {
      var unused = present.cancel(reason);
    }
  }

  boolean hasEnded() {
    CallStream present = call;
    return present != null && present.abandoned();
  }

  @Override
  public void drained() {
    askOn();
  }

  /** Asks for what the client may still get, unless it does not read what it has got. */
  private void askOn() {
    if (!connection.hasRoom()) {
      connection.callWhenDrained();
      return;
    }
    CallStream present = call;
    if (present != null) {
      long total;
      synchronized (window) {
        total = window.ask(granted);
      }
      present.ask(total);
    }
  }
}
