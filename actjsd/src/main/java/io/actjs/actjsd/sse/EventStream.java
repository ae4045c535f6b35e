package io.actjs.actjsd.sse;

import io.actjs.actjsd.feed.FrameSink;
import io.actjs.actjsd.feed.Laggards;
import io.actjs.actjsd.feed.LiveSubscription;
import io.actjs.actjsd.feed.NotificationFrames;
import io.actjs.actjsd.feed.OutFrame;
import io.actjs.actjsd.feed.Outbox;
import io.actjs.actjsd.feed.Viewer;
import io.actjs.wire.Notification;
import io.actjs.wire.SseFrames;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;

/**
 * One stream of events. The {@link Outbox} bounds what it has yet to send, and gives it to the
 * request's own thread, which alone writes to the response and may wait for its reader.
 */
final class EventStream implements Viewer, FrameSink {
  private static final byte[] OPEN = SseFrames.OPEN.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BEGUN = SseFrames.BEGUN.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEEP_ALIVE = SseFrames.KEEP_ALIVE.getBytes(StandardCharsets.US_ASCII);

  /** What the thread has to write; no bytes: the stream ends. */
  private static final class Chunk {
    static final Chunk END = new Chunk(new byte[0], false, Callback.NOOP);

    private final byte[] utf8;
    private final boolean more;
    private final Callback done;

    Chunk(byte[] utf8, boolean more, Callback done) {
      this.utf8 = utf8;
      this.more = more;
      this.done = done;
    }
  }

  private final EventStreams streams;
  private final Outbox outbox;
  private final Laggards laggards;

  /** The outbox has one batch of frames on its way at a time. */
  private final LinkedBlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>();

  /** Whether nobody writes any more. */
  private volatile boolean closed;

  EventStream(EventStreams streams) {
    this.streams = streams;
    this.outbox =
        new Outbox(
            streams.writer(),
            this,
            streams.limits(),
            streams.memory(),
            this::drained,
            this::overflowed);
    this.laggards = new Laggards(outbox, streams.later());
  }

  private void drained() {
    laggards.drained();
  }

  private void overflowed() {
    chunks.add(Chunk.END);
  }

  @Override
  public void send(OutFrame frame, boolean more, Callback done) {
    chunks.add(new Chunk(frame.utf8(), more, done));
    if (closed) {
      drop();
    }
  }

  @Override
  public NotificationFrames frames() {
    return streams.frames();
  }

  @Override
  public void send(OutFrame frame) {
    outbox.offer(frame);
  }

  @Override
  public boolean hasRoom() {
    return outbox.hasRoom();
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
    OutFrame frame = streams.frames().of(ended.id(), last);
    if (frame != null) {
      outbox.offer(frame);
    }
    finish();
  }

  /**
   * Says that what comes from now on is live. Without memory for that, the first keep-alive says
   * it.
   */
  void begun() {
    OutFrame frame = OutFrame.of(BEGUN, streams.memory());
    if (frame != null) {
      outbox.offer(frame);
    }
  }

  /** Ends when all that was offered is sent. */
  void finish() {
    outbox.end(this::overflowed);
  }

  /** Writes what there is until the stream ends, its reader leaves, or it does not read. */
  void run(ServletOutputStream out) throws InterruptedException {
    try {
      out.write(OPEN);
      out.flush();
      while (true) {
        Chunk chunk = chunks.poll(streams.keepAliveMs(), TimeUnit.MILLISECONDS);
        if (chunk == null) {
          out.write(KEEP_ALIVE);
          out.flush();
        } else if (chunk.utf8.length == 0) {
          return;
        } else {
          write(chunk, out);
        }
      }
    } catch (IOException e) {
      // The reader has gone, or takes nothing.
      streams.broken(e);
    }
  }

  private static void write(Chunk chunk, ServletOutputStream out) throws IOException {
    try {
      out.write(chunk.utf8);
      if (!chunk.more) {
        out.flush();
      }
    } catch (IOException e) {
      chunk.done.failed(e);
      throw e;
    }
    chunk.done.succeeded();
  }

  /** Ends the connection, if the stream is still using it: its reader takes nothing. */
  void cut(EndPoint connection) {
    if (!closed) {
      connection.close(new IOException("the reader may not stay, and does not read"));
    }
  }

  /** Gives back what was not sent. */
  void close() {
    closed = true;
    outbox.close();
    laggards.clear();
    drop();
  }

  private void drop() {
    for (Chunk left = chunks.poll(); left != null; left = chunks.poll()) {
      left.done.failed(new IOException("the stream has ended"));
    }
  }
}
