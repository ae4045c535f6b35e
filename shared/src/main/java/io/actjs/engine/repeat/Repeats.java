package io.actjs.engine.repeat;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.Isolate;
import io.actjs.model.ClassRef;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The turns that wait to be repeated, and the thread that does it. */
final class Repeats implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Repeats.class);

  /** Turns that wait; those that come then are not repeated. */
  private static final int MOST_WAITING = 64;

  /** Characters of what waits. */
  private static final long MOST_CHARS = 16 << 20;

  /** Names that are remembered, before all are forgotten. */
  private static final int MOST_NAMES = 10_000;

  private final EngineLimits limits;
  private final boolean every;
  private final Consumer<Difference> found;
  private final BlockingQueue<RecordedTurn> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong chars = new AtomicLong();
  private final Set<String> repeated = ConcurrentHashMap.newKeySet();
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  /** Guarded by this; null until there is something to do. */
  private @Nullable Thread thread;

  /** Guarded by this. */
  private boolean closed;

  Repeats(EngineLimits limits, boolean every, Consumer<Difference> found) {
    this.limits = limits;
    this.every = every;
    this.found = found;
  }

  /** From any thread. */
  boolean wants(ClassRef ref, String method) {
    return every || !repeated.contains(name(ref, method));
  }

  private static String name(ClassRef ref, String method) {
    return ref + "." + method;
  }

  /** From any thread. A turn that there is no room for is not repeated. */
  void submit(RecordedTurn turn) {
    String name = name(turn.compiled().ref(), turn.method());
    if (!every && !remember(repeated, name)) {
      return;
    }
    long size = turn.chars();
    if (chars.addAndGet(size) > MOST_CHARS || !begin() || !waiting.offer(turn)) {
      chars.addAndGet(-size);
      repeated.remove(name);
    }
  }

  private static boolean remember(Set<String> names, String name) {
    if (names.size() >= MOST_NAMES) {
      names.clear();
    }
    return names.add(name);
  }

  private synchronized boolean begin() {
    if (thread == null && !closed) {
      thread = Thread.ofPlatform().daemon().name("actjs-repeats").start(this::run);
    }
    return !closed;
  }

  private void run() {
    try (Engine engine = Engine.open(limits);
        Isolate isolate = engine.newIsolate()) {
      TurnRepeater repeater = new TurnRepeater(isolate);
      while (true) {
        RecordedTurn turn = waiting.take();
        chars.addAndGet(-turn.chars());
        repeat(repeater, turn);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** What goes wrong here is no concern of the turn that has been. */
  private void repeat(TurnRepeater repeater, RecordedTurn turn) {
    List<Difference> differences = List.of();
    try {
      differences = repeater.differences(turn);
    } catch (RuntimeException e) {
      LOG.warn("a turn of {} cannot be repeated", turn.compiled().ref(), e);
    }
    for (Difference difference : differences) {
      // Chance and clock are used on purpose, mostly: what was said of one version holds for all.
      String name =
          String.join(
              " ",
              difference.ref().name(),
              difference.method(),
              difference.cause().name(),
              difference.where());
      if (remember(reported, name)) {
        found.accept(difference);
      }
    }
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    if (running == null) {
      return;
    }
    running.interrupt();
    try {
      // It may be in the midst of a turn, which its limit ends.
      running.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
