package io.actjs.actjsd.feed;

import io.actjs.actjsd.http.SocketWriter;
import io.actjs.policy.Budget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The frames that one connection has yet to send, in order. It counts every byte from {@link
 * #offer} until the socket took it, so a slow reader is seen, and what it is owed stays bounded:
 * who offers asks {@link #hasRoom} first where it can, and beyond the backlog that {@link
 * OutboxLimits} allows the connection ends.
 *
 * <p>Thread-safe; no method blocks.
 */
public final class Outbox implements SocketWriter.Outgoing {
  private static final int CHUNK = 256 << 10;

  /** The part of its allowance at which a connection has caught up. */
  private static final int DRAINED = 4;

  private final SocketWriter writer;
  private final FrameSink sink;
  private final OutboxLimits limits;
  private final Budget memory;
  private final Runnable onDrained;
  private final Runnable onOverflow;

  private final ArrayDeque<OutFrame> waiting = new ArrayDeque<>();

  /** Changes under the lock only, and so does what was sent. */
  private volatile long unsent;

  private volatile long sent;

  /**
   * Whether the socket has not taken what it was given: its reader is slow. Frames that only wait
   * for their turn to be written say nothing about the reader. Changes under the lock only.
   */
  private volatile boolean stalled;

  private boolean sending;
  private boolean scheduled;
  private boolean closed;
  private boolean drainWanted;

  /** Whether frames wait although the socket would take them. */
  private boolean held;

  private @Nullable Runnable atEnd;

  /**
   * @param memory of the server: the fuller it is, the earlier a slow reader has no room
   * @param onDrained called after {@link #callWhenDrained}, on the thread of the writer or the
   *     socket
   * @param onOverflow called once, when the hard limit was passed or nothing can be written;
   *     nothing is sent any more
   */
  public Outbox(
      SocketWriter writer,
      FrameSink sink,
      OutboxLimits limits,
      Budget memory,
      Runnable onDrained,
      Runnable onOverflow) {
    this.limits = limits;
    this.memory = memory;
    this.writer = writer;
    this.sink = sink;
    this.onDrained = onDrained;
    this.onOverflow = onOverflow;
  }

  /** Queues a frame, and releases it in the end; a connection that has ended drops it. */
  public void offer(OutFrame frame) {
    boolean overflow;
    synchronized (this) {
      if (closed || atEnd != null) {
        frame.release();
        return;
      }
      unsent += frame.utf8().length;
      overflow = unsent > limits.backlogBytes();
      if (overflow) {
        frame.release();
        discard();
      } else {
        waiting.add(frame);
        schedule();
      }
    }
    if (overflow) {
      onOverflow.run();
    }
  }

  /** Lets all frames wait until {@link #letGo}. */
  public synchronized void hold() {
    held = true;
  }

  public synchronized void letGo() {
    held = false;
    if (!closed) {
      schedule();
    }
  }

  public boolean hasRoom() {
    return unsent <= allowance();
  }

  /** Whether it is further from its limit than the half of it. */
  public boolean hasRoomToSpare() {
    return unsent <= allowance() / 2;
  }

  /** Only a reader that does not keep up gives way when memory is short. */
  private long allowance() {
    return stalled ? limits.allowance(memory) : limits.unsentBytes();
  }

  /** Bytes that the socket has taken so far. */
  public long sent() {
    return sent;
  }

  /** Asks for one call of {@code onDrained} when, or because, few bytes are unsent. */
  public synchronized void callWhenDrained() {
    if (!closed) {
      drainWanted = true;
      schedule();
    }
  }

  /** Takes no more frames; runs the action when those that it has are sent. */
  public void end(Runnable action) {
    synchronized (this) {
      if (closed || atEnd != null) {
        return;
      }
      atEnd = action;
      held = false;
      schedule();
    }
  }

  /** Forgets all frames: the connection has ended. */
  public synchronized void close() {
    discard();
  }

  @Override
  public void fail() {
    close();
    onOverflow.run();
  }

  private void discard() {
    closed = true;
    waiting.forEach(OutFrame::release);
    waiting.clear();
  }

  private void schedule() {
    if (!scheduled && !held) {
      scheduled = true;
      writer.submit(this);
    }
  }

  /**
   * Hands the next frames to the socket; called by the writer only. What became ready while another
   * connection was written leaves in one piece.
   */
  @Override
  public void write() {
    List<OutFrame> chunk = new ArrayList<>();
    int bytes = 0;
    OutFrame unready = null;
    synchronized (this) {
      while (unready == null && !waiting.isEmpty() && bytes < CHUNK) {
        OutFrame frame = waiting.element();
        if (sink.isReady(frame)) {
          waiting.remove();
          bytes += frame.utf8().length;
          chunk.add(frame);
        } else {
          unready = frame;
        }
      }
    }
    if (chunk.isEmpty() && unready != null) {
      // It counts as scheduled meanwhile, so nobody else writes.
      sink.prepare(unready, () -> writer.submit(this));
      return;
    }
    if (chunk.isEmpty()) {
      written(chunk, 0);
      return;
    }
    int size = bytes;
    int last = chunk.size() - 1;
    synchronized (this) {
      sending = true;
    }
    for (int i = 0; i < last; i++) {
      sink.send(chunk.get(i), true, Callback.NOOP);
    }
    sink.send(
        chunk.get(last),
        false,
        Callback.from(() -> written(chunk, size), failure -> failed(chunk)));
    synchronized (this) {
      stalled = sending;
    }
  }

  private void failed(List<OutFrame> chunk) {
    chunk.forEach(OutFrame::release);
    close();
  }

  private void written(List<OutFrame> chunk, int bytes) {
    chunk.forEach(OutFrame::release);
    boolean drained = false;
    Runnable end = null;
    synchronized (this) {
      unsent -= bytes;
      sent += bytes;
      scheduled = false;
      sending = false;
      stalled = false;
      if (closed) {
        return;
      }
      if (drainWanted && unsent <= limits.allowance(memory) / DRAINED) {
        drainWanted = false;
        drained = true;
      }
      if (!waiting.isEmpty()) {
        schedule();
      } else if (atEnd != null) {
        end = atEnd;
        closed = true;
      }
    }
    if (drained) {
      onDrained.run();
    }
    if (end != null) {
      end.run();
    }
  }
}
