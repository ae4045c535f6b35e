package io.actjs.actctl.command.dev;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A terminal whose last line is a status, with everything else above it.
 *
 * <p>One thread writes, and each time it erases the status, writes what has come and draws the
 * status again, in a single write. Whoever hands text over never waits: a slow terminal sees the
 * status less often, and text that waits is bounded; lines beyond that are dropped and counted. The
 * cursor rests at the beginning of the status, so that however the terminal breaks lines after a
 * resize, all of it is erased.
 */
final class StatusScreen implements AutoCloseable {
  static final int MOST_WAITING = 1 << 20;
  static final long REDRAW_MS = 250;
  private static final long END_MS = 1_000;
  private static final int MOST_AT_ONCE = 64 << 10;
  private static final String ERASE = "\r\u001b[J";
  private static final String CLEAR = "\u001b[H\u001b[2J";

  /** Asks for the status at once. */
  private static final String NUDGE = "";

  private final OutputStream out;
  private final IntSupplier columns;
  private final IntFunction<String> status;
  private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  /** Held by whoever writes to the terminal. */
  private final ReentrantLock writing = new ReentrantLock();

  private final Thread thread;

  /** Guarded by {@link #writing}. */
  private String drawn = "";

  private long toldDropped;
  private boolean paused;
  private volatile boolean closed;

  /**
   * @param columns the width of the terminal now
   * @param status the line for a width, styled, without a line break and narrower than that; called
   *     a few times a second
   */
  StatusScreen(OutputStream out, IntSupplier columns, IntFunction<String> status) {
    this.out = out;
    this.columns = columns;
    this.status = status;
    this.thread = Thread.ofPlatform().name("actctl-screen").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Hands over whole lines with each flush. */
  PrintWriter writer() {
    return new PrintWriter(new Lines());
  }

  /** The same for bytes of UTF-8, of which each array holds whole lines. */
  OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        print(new String(bytes, offset, length, StandardCharsets.UTF_8));
      }
    };
  }

  private final class Lines extends Writer {
    private final StringWriter text = new StringWriter();

    @Override
    public void write(char[] part, int offset, int length) {
      text.write(part, offset, length);
    }

    @Override
    public void flush() {
      String whole = text.toString();
      text.getBuffer().setLength(0);
      print(whole);
    }

    @Override
    public void close() {
      flush();
    }
  }

  /** Shows lines above the status. */
  void print(String text) {
    if (text.isEmpty() || closed) {
      return;
    }
    if (waiting.addAndGet(text.length()) > MOST_WAITING) {
      waiting.addAndGet(-text.length());
      dropped.addAndGet(text.lines().count());
    } else {
      queue.add(text);
    }
  }

  /** Leaves nothing but the status. */
  void clear() {
    queue.add(CLEAR);
  }

  /** Draws the status again if it, or the width, is another. */
  void redraw() {
    queue.add(NUDGE);
  }

  /** Leaves the terminal to another program, without the status, until {@link #resume}. */
  void pause() {
    writing.lock();
    try {
      paused = true;
      send(erase());
    } finally {
      writing.unlock();
    }
  }

  void resume() {
    writing.lock();
    try {
      paused = false;
      drawn = "";
    } finally {
      writing.unlock();
    }
    redraw();
  }

  private void run() {
    try {
      while (!closed || !queue.isEmpty()) {
        @Nullable String next = queue.poll(REDRAW_MS, TimeUnit.MILLISECONDS);
        show(next == null ? NUDGE : next);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it but the end of the process.
    }
  }

  private void show(String first) {
    writing.lock();
    try {
      String text = waiting(first);
      String line = closed || paused ? "" : status.apply(columns.getAsInt());
      if (!text.isEmpty() || !line.equals(drawn)) {
        String erase = erase();
        drawn = line;
        send(erase + text + line + (line.isEmpty() ? "" : "\r"));
      }
    } finally {
      writing.unlock();
    }
  }

  private String erase() {
    String erase = drawn.isEmpty() ? "" : ERASE;
    drawn = "";
    return erase;
  }

  /** The text and what waits behind it, up to the bound of one write. */
  private String waiting(String first) {
    StringBuilder text = new StringBuilder();
    @Nullable String next = first;
    while (next != null) {
      append(next, text);
      next = text.length() < MOST_AT_ONCE ? queue.poll() : null;
    }
    long now = dropped.get();
    // They came behind what waits.
    if (now > toldDropped && queue.isEmpty()) {
      text.append(now - toldDropped).append(" lines are left out: the terminal was too slow\n");
      toldDropped = now;
    }
    return text.toString();
  }

  @SuppressWarnings("ReferenceEquality") // A text of somebody else is not ours.
  private void append(String next, StringBuilder text) {
    if (next == CLEAR) {
      text.append(CLEAR);
    } else if (!next.isEmpty()) {
      waiting.addAndGet(-next.length());
      text.append(next).append(next.endsWith("\n") ? "" : "\n");
    }
  }

  private void send(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      // The terminal is gone; the signal that says so ends the process.
      dropped.incrementAndGet();
    }
  }

  /** Shows what waits, if the terminal takes it within a second, and erases the status. */
  @Override
  public void close() {
    closed = true;
    redraw();
    try {
      var unused = thread.join(Duration.ofMillis(END_MS));
      if (writing.tryLock(END_MS, TimeUnit.MILLISECONDS)) {
        try {
          show(NUDGE);
        } finally {
          writing.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
