package io.actjs.runtime.activity;

import io.actjs.model.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the activity of actors by class and handler. Its size is bounded by the published classes:
 * it contains only classes that have run, and only the names that they declare.
 */
public final class ActivityCounters {
  private final ConcurrentHashMap<String, OfClass> classes = new ConcurrentHashMap<>();

  /** The counters of one handler. */
  private static final class OfHandler {
    final LongAdder ok = new LongAdder();
    final LongAdder failed = new LongAdder();
  }

  /** The counters of one class. Any thread may count. */
  public static final class OfClass {
    private final ConcurrentHashMap<String, OfHandler> handlers = new ConcurrentHashMap<>();
    private final OfHandler other = new OfHandler();
    private final LongAdder eventTurns = new LongAdder();
    private final LongAdder snapshots = new LongAdder();
    private final LongAdder allowed = new LongAdder();
    private final LongAdder denied = new LongAdder();

    public void ok(Envelope envelope) {
      OfHandler counters = of(envelope);
      if (counters != null) {
        counters.ok.increment();
      }
    }

    public void failed(Envelope envelope) {
      OfHandler counters = of(envelope);
      if (counters != null) {
        counters.failed.increment();
      }
    }

    public void appendedEvents() {
      eventTurns.increment();
    }

    public void savedSnapshot() {
      snapshots.increment();
    }

    /** A policy, or the default in its place, let somebody through or did not. */
    public void decided(boolean letThrough) {
      (letThrough ? allowed : denied).increment();
    }

    /** Null for messages that no handler receives. */
    private @Nullable OfHandler of(Envelope envelope) {
      return switch (envelope.kind()) {
        case CALL, TELL -> of(envelope.name());
        case QUERY, CREATE, WATCH, FOLLOW, LIFECYCLE, HOOK, ASK -> null;
        case DELETE, MIGRATE, ROLLBACK, ERASE, WAKE -> null;
      };
    }

    private OfHandler of(String name) {
      return handlers.getOrDefault(name, other);
    }

    private ClassActivity read(String className) {
      TreeMap<String, ClassActivity.Handled> read = new TreeMap<>();
      handlers.forEach((name, counters) -> read.put(name, read(counters)));
      ClassActivity.Handled rest = read(other);
      if (rest.ok() + rest.failed() > 0) {
        read.put(ClassActivity.OTHER, rest);
      }
      return new ClassActivity(
          className,
          read,
          eventTurns.sum(),
          snapshots.sum(),
          new ClassActivity.Decisions(allowed.sum(), denied.sum()));
    }

    private static ClassActivity.Handled read(OfHandler counters) {
      return new ClassActivity.Handled(counters.ok.sum(), counters.failed.sum());
    }
  }

  /** The counters of a class that is published, with those of the handlers that it declares. */
  public OfClass of(String className, List<String> declared) {
    OfClass counters = classes.computeIfAbsent(className, name -> new OfClass());
    for (String handler : declared) {
      counters.handlers.computeIfAbsent(handler, name -> new OfHandler());
    }
    return counters;
  }

  /** The counts since the start. */
  public List<ClassActivity> read() {
    List<ClassActivity> all = new ArrayList<>();
    classes.forEach((name, counters) -> all.add(counters.read(name)));
    return all;
  }
}
