package io.actjs.actjsd.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Hands lines to a thread of its own, which alone touches the stream. What waits is bounded in
 * lines and in bytes; a line beyond that is dropped and counted, so that whoever logs never waits,
 * however slowly the log is taken. When the process ends, what waits is written, and what comes
 * later is written where it is said.
 */
final class BoundedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  static final int MAX_LINES = 8_192;
  static final long MAX_BYTES = 8L << 20;
  private static final int MAX_CHUNK = 64 << 10;
  private static final long END_MS = 2_000;

  /** Ends the thread; a line of the log has a level. */
  private static final LogLine END = new LogLine(Instant.EPOCH, "", "", "", Map.of(), null);

  private final MpscBlockingConsumerArrayQueue<LogLine> queue =
      new MpscBlockingConsumerArrayQueue<>(MAX_LINES);
  private final AtomicLong waiting = new AtomicLong();
  private final LongAdder dropped = new LongAdder();

  /** Changed by whoever holds {@link #writing}. */
  private OutputStream out;

  /** Held by whoever writes to the stream. */
  private final ReentrantLock writing = new ReentrantLock();

  private final StringBuilder chunk = new StringBuilder();
  private long toldDropped;

  private volatile LineForm form = LineForm.TEXT;
  private volatile boolean ended;

  /** Guarded by this; begins with the first line. */
  private @Nullable Thread writer;

  private volatile boolean running;

  BoundedAppender(OutputStream out) {
    this.out = out;
  }

  void form(LineForm lines) {
    form = lines;
  }

  /** Writes there from now on; returns where it went before. */
  OutputStream to(OutputStream there) {
    writing.lock();
    try {
      OutputStream before = out;
      out = there;
      return before;
    } finally {
      writing.unlock();
    }
  }

  /** Lines that nobody will see. */
  long dropped() {
    return dropped.sum();
  }

  @Override
  protected void append(ILoggingEvent event) {
    LogLine line = LogLine.of(event);
    if (ended) {
      writeHere(line);
      return;
    }
    int weight = line.weight();
    if (waiting.get() > MAX_BYTES || !queue.offer(line)) {
      dropped.increment();
      return;
    }
    waiting.addAndGet(weight);
    if (!running) {
      begin();
    }
  }

  private synchronized void begin() {
    if (!running && !ended) {
      running = true;
      writer = Thread.ofPlatform().name("actjsd-log").daemon().start(this::run);
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(this::finish, "actjsd-log-end"));
      } catch (IllegalStateException shuttingDown) {
        // Then only what comes in the last moment is lost.
      }
    }
  }

  private void run() {
    boolean more = true;
    while (more) {
      try {
        more = writeNext(queue.take());
      } catch (InterruptedException e) {
        // Nobody interrupts this thread to stop it.
      } catch (RuntimeException | Error e) {
        // The log is where it would be said; the next line may be better.
        dropped.increment();
      }
    }
  }

  /** Writes the line and all that wait behind it; false after the last. */
  private boolean writeNext(LogLine first) {
    writing.lock();
    try {
      @Nullable LogLine line = first;
      while (line != null && !isEnd(line)) {
        waiting.addAndGet(-line.weight());
        form.write(line, chunk);
        if (chunk.length() > MAX_CHUNK) {
          flush();
        }
        line = queue.poll();
      }
      tellDropped();
      flush();
      return line == null || !isEnd(line);
    } finally {
      chunk.setLength(0);
      writing.unlock();
    }
  }

  private static boolean isEnd(LogLine line) {
    return line.level().isEmpty();
  }

  private void tellDropped() {
    long now = dropped.sum();
    if (now > toldDropped) {
      String text = (now - toldDropped) + " lines of the log were dropped: they came faster than";
      toldDropped = now;
      form.write(note(text + " they could be written"), chunk);
    }
  }

  private static LogLine note(String message) {
    return new LogLine(
        Instant.now(), "WARN", BoundedAppender.class.getName(), message, Map.of(), null);
  }

  private void flush() {
    try {
      out.write(chunk.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      // Nobody reads the log any more.
      dropped.increment();
    }
    chunk.setLength(0);
  }

  /** The process ends: what waits is written, in the time that a slow reader is given. */
  void finish() {
    Thread last;
    synchronized (this) {
      last = writer;
    }
    // Other threads may still log: from now on they write themselves.
    ended = true;
    if (last != null && queue.offer(END)) {
      try {
        var unused = last.join(Duration.ofMillis(END_MS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    for (LogLine late = queue.poll(); late != null; late = queue.poll()) {
      if (!isEnd(late)) {
        writeHere(late);
      }
    }
  }

  private void writeHere(LogLine line) {
    try {
      if (!writing.tryLock(END_MS, TimeUnit.MILLISECONDS)) {
        dropped.increment();
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      form.write(line, chunk);
      flush();
    } finally {
      writing.unlock();
    }
  }
}
