package io.actjs.storage.valkey;

import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.storage.Activation;
import io.actjs.storage.ForwardingDriver;
import io.actjs.storage.Signals;
import io.actjs.storage.StorageDriver;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * A store with copies of its snapshots in Valkey, so that an activation does not read them from the
 * store. The store stays the only truth: an activation asks it for the turns from the copy's own on
 * and uses the copy only when the store has that very turn. So a copy does no harm whatever became
 * of the store meanwhile: turns were added, compacted away, or are others because the store was
 * restored from a backup or failed over to a replica that lagged; the actor was deleted. Nothing of
 * this has to be told to Valkey, whose data may be flushed, old or damaged at any time.
 *
 * <p>A host that leaves memory saves a snapshot, so what comes back soon finds its last state here.
 */
public final class ValkeyDriver extends ForwardingDriver {
  private final ValkeyConnection valkey;
  private final HotSnapshots hot;
  private final ValkeySignals signals;
  private final ValkeyBuckets buckets;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder stale = new LongAdder();

  private ValkeyDriver(StorageDriver store, ValkeyUrl url, ValkeyOptions options) {
    super(store);
    this.valkey = new ValkeyConnection(url, options);
    this.hot = new HotSnapshots(store, valkey, options);
    this.signals = new ValkeySignals(valkey, options);
    this.buckets = new ValkeyBuckets(valkey, options);
  }

  /**
   * Puts a Valkey beside the store. One that is away is not waited for; it is used when it comes.
   *
   * @param store is closed with the driver
   */
  public static ValkeyDriver open(StorageDriver store, ValkeyUrl url, ValkeyOptions options) {
    ValkeyDriver driver = new ValkeyDriver(store, url, options);
    // Who runs the server learns from the log at once when Valkey is away.
    var unused = driver.valkey.ask(client -> client.ping());
    return driver;
  }

  @Override
  public Activation activate(ActorRef ref, long known) {
    if (known > 0) {
      return store.activate(ref, known);
    }
    HotState state = hot.find(ref);
    if (state == null) {
      misses.increment();
      return copied(store.activate(ref));
    }
    Activation found = store.activate(ref, state.seq());
    if (!beginsWith(found, state.seq())) {
      // The journal has no such turn, so this is what one who knows nothing is given.
      return refuted(found, ref);
    }
    ActorSnapshot snapshot = state.open(found.turns().getFirst());
    // When turns are left out there are many: the store's snapshot is later, or made soon.
    if (snapshot == null || found.turns().size() == Activation.TURNS) {
      return refuted(store.activate(ref), ref);
    }
    hits.increment();
    return new Activation(
        found.head(),
        found.epoch(),
        snapshot,
        List.copyOf(found.turns().subList(1, found.turns().size())),
        found.inbox());
  }

  private static boolean beginsWith(Activation found, long seq) {
    return found.snapshot() == null
        && !found.turns().isEmpty()
        && found.turns().getFirst().seq() == seq;
  }

  private Activation refuted(Activation found, ActorRef ref) {
    stale.increment();
    boolean unused = hot.drop(ref);
    return copied(found);
  }

  private Activation copied(Activation found) {
    ActorSnapshot snapshot = found.snapshot();
    if (snapshot != null) {
      hot.offer(snapshot);
    }
    return found;
  }

  @Override
  public void saveSnapshot(ActorSnapshot snapshot) {
    store.saveSnapshot(snapshot);
    hot.offer(snapshot);
  }

  @Override
  public boolean dropCopies(ActorRef ref) {
    return hot.drop(ref) && store.dropCopies(ref);
  }

  /** Hints between the servers that share the store and the Valkey; they end with the driver. */
  public Signals signals() {
    return signals;
  }

  /** Buckets of all servers that have the Valkey and its prefix in common. */
  public SharedBuckets buckets() {
    return buckets;
  }

  public ValkeyStats valkeyStats() {
    return new ValkeyStats(
        valkey.isUp(),
        hits.sum(),
        misses.sum(),
        stale.sum(),
        hot.written(),
        hot.dropped(),
        valkey.failures());
  }

  /** Returns when no snapshot waits to be copied. */
  void awaitCopies() {
    hot.awaitIdle();
  }

  @Override
  public void close() {
    signals.close();
    try {
      hot.close();
    } finally {
      try {
        store.close();
      } finally {
        valkey.close();
      }
    }
  }
}
