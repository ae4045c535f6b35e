package io.actjs.runtime.node;

import io.actjs.agent.Agent;
import io.actjs.agent.Scheduler;
import io.actjs.model.ActjsException;
import io.actjs.model.Node;
import io.actjs.model.ProblemCode;
import io.actjs.storage.NodeStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of this node to work on a store that others could use too. It is taken at the start,
 * renewed while the server runs, and given back at its end. While it cannot be renewed, {@link
 * #closure} says so before anybody else can have taken it: nothing may leave the process then.
 */
public final class NodeLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLease.class);
  private static final long LOOK_MS = 500;

  /** The lease ends here so much before it ends in the store. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private static final int RENEWALS_A_LEASE = 3;

  /** The time for which a node may be silent before another may take its place. */
  public static final Duration DURATION = Duration.ofSeconds(30);

  private final NodeStore store;
  private final Node node;
  private final Duration duration;
  private final LongSupplier nanos;
  private final Renewal renewal = new Renewal();
  private Scheduler.@Nullable Running running;
  private volatile long validUntil;
  private volatile boolean lost;

  private NodeLease(NodeStore store, Node node, Duration duration, LongSupplier nanos) {
    this.store = store;
    this.node = node;
    this.duration = duration;
    this.nanos = nanos;
  }

  /**
   * Takes the lease and begins to renew it. A holder that has ended on this machine is replaced at
   * once, one of another machine when its lease has ended.
   *
   * @param standby whether to wait as long as another node holds it
   * @throws ActjsException {@code StoreInUse} when another node works on the store
   */
  public static NodeLease take(
      NodeStore store, Node node, Duration duration, boolean standby, Scheduler scheduler) {
    return take(store, node, duration, standby, () -> {}, scheduler);
  }

  /**
   * The same.
   *
   * @param waiting is called each time that another node was found to hold it, while this one waits
   */
  public static NodeLease take(
      NodeStore store,
      Node node,
      Duration duration,
      boolean standby,
      Runnable waiting,
      Scheduler scheduler) {
    NodeLease lease = new NodeLease(store, node, duration, System::nanoTime);
    lease.acquire(standby, waiting);
    lease.running = scheduler.start(lease.renewal);
    return lease;
  }

  private void acquire(boolean standby, Runnable waiting) {
    NodeStore.Held first = null;
    while (true) {
      NodeStore.Held held = claim(null);
      if (held != null && LocalNode.isDead(held.holder())) {
        held = claim(held.holder().id());
      }
      if (held == null) {
        return;
      }
      boolean isNew = first == null || !first.holder().equals(held.holder());
      if (isNew) {
        first = held;
      }
      boolean alive = LocalNode.isHere(held.holder()) || held.renewals() != first.renewals();
      if (alive && !standby) {
        throw inUse(held);
      }
      if (isNew) {
        LOG.warn(
            "{} is using the store; waiting for its lease, which ends in {} ms unless renewed",
            named(held),
            held.leftMs());
      }
      waiting.run();
      LockSupport.parkNanos(this, Duration.ofMillis(LOOK_MS).toNanos());
    }
  }

  private NodeStore.@Nullable Held claim(@Nullable String dead) {
    long began = nanos.getAsLong();
    NodeStore.Held held = store.claim(node, duration.toMillis(), dead);
    if (held == null) {
      extendedAt(began);
    }
    return held;
  }

  private static String named(NodeStore.Held held) {
    Node holder = held.holder();
    return "process %d on %s, started %s,"
        .formatted(
            holder.pid(),
            holder.host(),
            Instant.ofEpochMilli(holder.startedAt()).truncatedTo(ChronoUnit.SECONDS));
  }

  private static ActjsException inUse(NodeStore.Held held) {
    return new ActjsException(
        ProblemCode.StoreInUse,
        "another server ("
            + named(held).replaceFirst(",$", "")
            + ") is using this database; stop it first, or start with --standby to take over when"
            + " it ends");
  }

  private void extendedAt(long began) {
    validUntil = began + duration.minus(MARGIN).toNanos();
  }

  /** The reason why nothing may leave the process; null while the lease holds. */
  public @Nullable ActjsException closure() {
    if (lost) {
      return new ActjsException(
          ProblemCode.Fenced, "another server has replaced this one; send the call again");
    }
    if (nanos.getAsLong() - validUntil > 0) {
      return new ActjsException(
          ProblemCode.StorageUnavailable,
          "this server could not renew its lease on the database; whether the call took effect is"
              + " not known");
    }
    return null;
  }

  /** Extends the lease a few times in each of its durations. */
  private final class Renewal implements Agent {
    private volatile boolean stopping;
    private volatile @Nullable Thread parked;

    @Override
    public String name() {
      return "actjs-lease";
    }

    @Override
    public int doWork() {
      long began = nanos.getAsLong();
      try {
        if (store.renew(node, duration.toMillis())) {
          extendedAt(began);
          // After an outage that took most of the lease it has to be renewed again at once.
          return closure() == null ? 0 : 1;
        }
        lost = true;
        stopping = true;
        LOG.error("another server has taken over the lease; this server no longer answers calls");
      } catch (ActjsException e) {
        LOG.warn("cannot renew the lease: {}", e.detail());
      }
      return 0;
    }

    @Override
    public void idle() {
      parked = Thread.currentThread();
      if (!stopping) {
        LockSupport.parkNanos(this, duration.toNanos() / RENEWALS_A_LEASE);
      }
    }

    @Override
    public boolean isDone() {
      return stopping;
    }

    void stop() {
      stopping = true;
      LockSupport.unpark(parked);
    }
  }

  /** Gives the lease back; nothing of this node is written after it. */
  @Override
  public void close() {
    renewal.stop();
    if (running != null) {
      running.awaitEnd();
    }
    try {
      if (!lost) {
        store.release(node);
      }
    } catch (ActjsException e) {
      LOG.info("cannot release the lease, which will expire: {}", e.detail());
    }
  }
}
