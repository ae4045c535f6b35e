package io.actjs.runtime.pause;

import io.actjs.agent.Ticker;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.ActorRef;
import io.actjs.model.Clock;
import io.actjs.model.Pause;
import io.actjs.runtime.audit.ActorAudit;
import io.actjs.storage.PauseStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is paused: an actor or all actors of a class, which keep their messages and take no turn
 * until they are resumed. Stored, and all of it in memory. Thread-safe.
 */
public final class Pauses implements Ticker.Timed {
  private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);

  /** Who pauses an actor whose message failed for the last time. */
  private static final String SERVER = "system";

  private static final Comparator<Pause> ORDER =
      Comparator.comparing(Pause::className)
          .thenComparing(Pause::id, Comparator.nullsFirst(Comparator.naturalOrder()));

  private static final long RETRY_MS = 1_000;

  private final PauseStore store;
  private final Executor storage;
  private final Clock clock;
  private volatile long loadAt = Long.MAX_VALUE;
  private final ConcurrentHashMap<String, Pause> classes = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ActorRef, Pause> actors = new ConcurrentHashMap<>();
  private final LongAdder parkings = new LongAdder();
  private final AtomicLong changes = new AtomicLong();

  /**
   * @param storage runs what blocks on storage
   */
  public Pauses(PauseStore store, Executor storage, Clock clock) {
    this.store = store;
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * Reads what is stored, before the first message is delivered. Blocks. While storage is away no
   * actor can be started, and it is read again from time to time.
   */
  public void load() {
    try {
      store.pauses().forEach(this::keep);
      loadAt = Long.MAX_VALUE;
    } catch (ActjsException e) {
      LOG.warn("who is paused is not known yet: {}", e.detail());
      loadAt = clock.nowMs() + RETRY_MS;
    }
  }

  @Override
  public void advance(long nowMs) {
    if (nowMs >= loadAt) {
      loadAt = Long.MAX_VALUE;
      storage.execute(this::load);
    }
  }

  private void keep(Pause pause) {
    if (pause.id() == null) {
      classes.put(pause.className(), pause);
    } else {
      actors.put(new ActorRef(pause.className(), pause.id()), pause);
    }
    changes.incrementAndGet();
  }

  /** Grows after whatever makes {@link #of} answer otherwise. */
  public long generation() {
    return changes.get();
  }

  /** Why the actor takes no turn, or null when it does. */
  public @Nullable Pause of(ActorRef ref) {
    if (actors.isEmpty() && classes.isEmpty()) {
      return null;
    }
    Pause ofClass = classes.get(ref.className());
    return ofClass == null ? actors.get(ref) : ofClass;
  }

  /** All, in order of (class, id). */
  public List<Pause> all() {
    List<Pause> all = new ArrayList<>(classes.values());
    all.addAll(actors.values());
    all.sort(ORDER);
    return all;
  }

  /** Actors that are paused, other than with their class. */
  public int actors() {
    return actors.size();
  }

  /** Classes that are paused. */
  public int classes() {
    return classes.size();
  }

  /** Actors that were paused because a message failed for the last time. */
  public long parkings() {
    return parkings.sum();
  }

  /** Pauses an actor or a class, durably. Turns that run end. Blocks. */
  public void pause(Pause pause) {
    store.pause(pause, ActorAudit.paused(pause));
    keep(pause);
    LOG.info(
        "paused {} by {}: {}",
        pause.id() == null ? "class " + pause.className() : pause.className() + "/" + pause.id(),
        pause.by(),
        pause.reason());
  }

  /**
   * Takes a pause back, durably. Who takes it back sees that the actors look into their inboxes.
   * Blocks.
   *
   * @param id null for the class itself
   * @param by the principal
   * @return false when there was none
   */
  public boolean resume(String className, @Nullable String id, String by) {
    boolean stored =
        store.resume(className, id, ActorAudit.resumed(className, id, clock.nowMs(), by));
    boolean kept =
        (id == null ? classes.remove(className) : actors.remove(new ActorRef(className, id)))
            != null;
    changes.incrementAndGet();
    return stored || kept;
  }

  /**
   * Pauses an actor whose first message failed for the last time: at once here, and soon in
   * storage. A server that ends before has tried the message once more then.
   *
   * @return what whoever sends to the actor is told
   */
  public ActjsException park(ActorRef ref, String why) {
    parkings.increment();
    Pause pause = new Pause(ref.className(), ref.id(), SERVER, why, clock.nowMs());
    keep(pause);
    storage.execute(
        () -> {
          try {
            if (pause.equals(actors.get(ref))) {
              pause(pause);
            }
          } catch (ActjsException e) {
            LOG.warn("cannot store the pause of {}: {}", ref, e.detail());
          }
        });
    return ActorProblems.paused(ref, pause);
  }
}
