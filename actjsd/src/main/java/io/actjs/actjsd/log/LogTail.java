package io.actjs.actjsd.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;

/**
 * The newest lines of the log, for readers over the wire. Each reader has a place of its own and
 * asks for what is behind it, so that nothing is queued for anybody: a reader that is too slow
 * finds lines gone, and is told how many. Whoever logs hands its line to a thread and never waits;
 * what that thread cannot take in time is dropped, and counts as gone too.
 *
 * <p>Numbers begin anew with each process; {@link #process} tells one from another.
 */
public final class LogTail extends UnsynchronizedAppenderBase<ILoggingEvent> {
  static final int MAX_WAITING = 4_096;
  static final long MAX_WAITING_BYTES = 4L << 20;

  /** Whatever the bytes are: a line has some. */
  private static final int MAX_LINES = 1 << 16;

  /** No line takes more than this part of what is kept. */
  private static final int LINES_AT_LEAST = 16;

  private final String process = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  private final MpscBlockingConsumerArrayQueue<LogLine> queue =
      new MpscBlockingConsumerArrayQueue<>(MAX_WAITING);
  private final AtomicLong waiting = new AtomicLong();

  /** Lines that did not come to the thread, and have no number yet. */
  private final AtomicLong dropped = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();

  // Guarded by the lock.
  /** Empty before anything is kept. */
  private KeptLine[] ring = new KeptLine[0];

  private int first;
  private int size;
  private long bytes;
  private long last;
  private long maxBytes;
  private long wakes;

  private volatile boolean keeping;

  /** Tells this process's numbers from those of another. */
  public String process() {
    return process;
  }

  /**
   * Begins to keep lines; asked again, it keeps more or fewer.
   *
   * @param most bytes of all lines
   */
  void keep(long most) {
    lock.lock();
    try {
      if (ring.length == 0) {
        ring = new KeptLine[MAX_LINES];
      }
      maxBytes = most;
      evict(0);
    } finally {
      lock.unlock();
    }
    begin();
  }

  private synchronized void begin() {
    if (!keeping) {
      keeping = true;
      Thread.ofPlatform().name("actjsd-log-tail").daemon().start(this::run);
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (keeping) {
      offer(LogLine.of(event));
    }
  }

  void offer(LogLine line) {
    if (waiting.get() > MAX_WAITING_BYTES || !queue.offer(line)) {
      dropped.incrementAndGet();
      return;
    }
    waiting.addAndGet(line.weight());
  }

  private void run() {
    while (true) {
      try {
        LogLine line = queue.take();
        waiting.addAndGet(-line.weight());
        take(line);
      } catch (InterruptedException e) {
        // Nobody interrupts this thread to stop it.
      } catch (RuntimeException | Error e) {
        // The next line may be better.
        dropped.incrementAndGet();
      }
    }
  }

  /** What the line says is made of it here, once for all readers. */
  void take(LogLine line) {
    StringBuilder text = new StringBuilder();
    LineForm.JSON.write(line, text);
    String json = text.toString().strip();
    String actor = line.names().get("actor");
    String named = actor == null ? line.names().get("class") : actor;
    String className = named == null ? null : named.split("[/@]", 2)[0];
    lock.lock();
    try {
      last += dropped.getAndSet(0) + 1;
      int needed = KeptLine.bytes(json);
      if (needed <= maxBytes / LINES_AT_LEAST) {
        evict(needed);
        KeptLine kept =
            new KeptLine(
                last, line.at().toEpochMilli(), levelOf(line.level()), actor, className, json);
        ring[(first + size++) % MAX_LINES] = kept;
        bytes += needed;
      }
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static LogLevel levelOf(String name) {
    return Map.of("ERROR", LogLevel.ERROR, "WARN", LogLevel.WARN, "DEBUG", LogLevel.DEBUG)
        .getOrDefault(name, name.equals("TRACE") ? LogLevel.TRACE : LogLevel.INFO);
  }

  private void evict(int needed) {
    while (size > 0 && (bytes + needed > maxBytes || size == MAX_LINES)) {
      bytes -= ring[first].bytes();
      ring[first] = null;
      first = (first + 1) % MAX_LINES;
      size--;
    }
  }

  /** The number of the newest line; 0 before the first. */
  public long newest() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that are kept now. */
  public long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The oldest lines behind a place that the filter lets through.
   *
   * @param after the number of the last line that the reader knows; 0 for none
   * @param most lines that are looked at
   */
  public LogPage after(long after, Predicate<KeptLine> filter, int most) {
    List<KeptLine> found = new ArrayList<>();
    long missed;
    long at;
    lock.lock();
    try {
      int next = indexBehind(after);
      missed = (next < size ? get(next).number() - 1 : last) - after;
      at = after + missed;
      // A page ends before the next hole: what is missing is told where it is missing.
      while (next < size && found.size() < most && get(next).number() == at + 1) {
        found.add(get(next++));
        at++;
      }
    } finally {
      lock.unlock();
    }
    found.removeIf(filter.negate());
    return new LogPage(found, at, missed);
  }

  /** The newest lines that the filter lets through, in their order. */
  public LogPage newest(Predicate<KeptLine> filter, int most) {
    List<KeptLine> lines = new ArrayList<>();
    long at;
    lock.lock();
    try {
      for (int i = size - 1; i >= 0 && lines.size() < most; i--) {
        if (filter.test(get(i))) {
          lines.add(get(i));
        }
      }
      at = last;
    } finally {
      lock.unlock();
    }
    return new LogPage(lines.reversed(), at, 0);
  }

  private KeptLine get(int index) {
    return ring[(first + index) % MAX_LINES];
  }

  /** The index of the first line with a greater number. */
  private int indexBehind(long number) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (get(middle).number() > number) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Waits until there is a line behind the place, the time is up, or {@link #wake}. */
  public void await(long after, long millis) throws InterruptedException {
    lock.lock();
    try {
      long before = wakes;
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (last <= after && wakes == before && left > 0) {
        left = more.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has all who wait look whether they are still to wait. */
  public void wake() {
    lock.lock();
    try {
      wakes++;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
