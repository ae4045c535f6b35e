package io.actjs.storage.valkey;

import io.actjs.agent.ThreadEnd;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.TurnRecord;
import io.actjs.storage.ActorStore;
import io.actjs.storage.valkey.ValkeyConnection.Fate;
import io.actjs.storage.valkey.ValkeyConnection.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.params.GetExParams;

/**
 * Copies of snapshots in Valkey. They are written behind the callers by one thread, newest first of
 * an actor, from a bounded queue; what does not fit, or finds Valkey away, is not copied. In Valkey
 * an older state never takes the place of a newer one, whichever server writes it.
 */
final class HotSnapshots implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HotSnapshots.class);

  /** How long closing waits for what is queued. */
  private static final long CLOSE_NANOS = 2_000_000_000L;

  /** Stores the value unless one of a later turn is there; any other kind of value is replaced. */
  private static final byte[] STORE =
      """
      local head = redis.pcall('GETRANGE', KEYS[1], 0, 22)
      if type(head) == 'string' and #head == 23 and string.sub(head, 1, 4) == 'ahs1' then
        local there = tonumber(string.sub(head, 5))
        if there and there > tonumber(ARGV[2]) then return 0 end
      end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
      return 1
      """
          .getBytes(StandardCharsets.US_ASCII);

  private final ActorStore store;
  private final ValkeyConnection valkey;
  private final ValkeyOptions options;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<ActorRef, ActorSnapshot> waiting = new LinkedHashMap<>();
  private long waitingChars;
  private boolean busy;
  private boolean closing;
  private long closeAt;

  private final LongAdder written = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  HotSnapshots(ActorStore store, ValkeyConnection valkey, ValkeyOptions options) {
    this.store = store;
    this.valkey = valkey;
    this.options = options;
    this.thread = Thread.ofPlatform().name("actjs-valkey").daemon().start(this::run);
  }

  /** Class names have no slash and the ending is fixed, so no two actors share a key. */
  private byte[] key(ActorRef ref) {
    return (options.prefix() + ":actor:" + ref + ":hot").getBytes(StandardCharsets.UTF_8);
  }

  /** What Valkey has of the actor, unverified; null when that is nothing. */
  @Nullable HotState find(ActorRef ref) {
    byte[] key = key(ref);
    GetExParams expiry = GetExParams.getExParams().px(options.ttl().toMillis());
    Reply<byte[]> reply = valkey.ask(client -> client.getEx(key, expiry));
    HotState state = reply.value() == null ? null : HotState.of(reply.value());
    // Something else stands there, which would only be asked for again.
    if (reply.fate() == Fate.REFUSED || (state == null && reply.value() != null)) {
      boolean unused = drop(ref);
    }
    return state;
  }

  /**
   * What Valkey has of the actor is of no use, nor is what waits to be copied.
   *
   * @return whether Valkey has said that it has nothing more
   */
  boolean drop(ActorRef ref) {
    lock.lock();
    try {
      waitingChars -= length(waiting.remove(ref));
    } finally {
      lock.unlock();
    }
    byte[] key = key(ref);
    return valkey.ask(client -> client.del(key)).value() != null;
  }

  /** Has the snapshot copied some time; the store has it. Returns at once. */
  void offer(ActorSnapshot snapshot) {
    lock.lock();
    try {
      ActorSnapshot before = waiting.get(snapshot.ref());
      if (before != null && before.seq() >= snapshot.seq()) {
        return;
      }
      long chars = waitingChars + snapshot.state().length() - length(before);
      int actors = waiting.size() + (before == null ? 1 : 0);
      if (closing
          || actors > options.queuedSnapshots()
          || chars > options.queuedChars()
          || !valkey.worthAsking()) {
        dropped.increment();
        return;
      }
      waiting.put(snapshot.ref(), snapshot);
      waitingChars = chars;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static long length(@Nullable ActorSnapshot snapshot) {
    return snapshot == null ? 0 : snapshot.state().length();
  }

  private void run() {
    for (ActorSnapshot next = next(); next != null; next = next()) {
      try {
        copy(next);
      } catch (ActjsException e) {
        // The store is not there for a while: the state is copied when it is read or saved again.
        dropped.increment();
        LOG.debug("{} is not copied", next.ref(), e);
      } catch (RuntimeException | Error e) {
        dropped.increment();
        LOG.error("{} is not copied", next.ref(), e);
      }
    }
  }

  /** Waits for a snapshot; null at the end. */
  private @Nullable ActorSnapshot next() {
    lock.lock();
    try {
      busy = false;
      changed.signalAll();
      while (waiting.isEmpty() && !closing) {
        changed.awaitUninterruptibly();
      }
      if (waiting.isEmpty() || (closing && System.nanoTime() - closeAt >= 0)) {
        return null;
      }
      Iterator<ActorSnapshot> oldest = waiting.values().iterator();
      ActorSnapshot next = oldest.next();
      oldest.remove();
      waitingChars -= next.state().length();
      busy = true;
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** The turn is the store's: what Valkey has is bound to what the store has. */
  private void copy(ActorSnapshot snapshot) {
    List<TurnRecord> found =
        valkey.worthAsking() ? store.readJournal(snapshot.ref(), snapshot.seq(), 1) : List.of();
    if (found.isEmpty() || found.getFirst().seq() != snapshot.seq()) {
      dropped.increment();
      return;
    }
    byte[] value = HotState.write(snapshot, found.getFirst());
    if (value.length > options.maxValueBytes()) {
      // What is there is older, and would make the next activation replay more than it has to.
      drop(snapshot.ref());
      dropped.increment();
      return;
    }
    List<byte[]> arguments = List.of(value, ascii(snapshot.seq()), ascii(options.ttl().toMillis()));
    Reply<?> reply =
        valkey.ask(client -> client.eval(STORE, List.of(key(snapshot.ref())), arguments));
    (reply.fate() == Fate.ANSWERED ? written : dropped).increment();
  }

  private static byte[] ascii(long number) {
    return String.valueOf(number).getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns when nothing waits to be copied. */
  void awaitIdle() {
    lock.lock();
    try {
      while (busy || !waiting.isEmpty()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  long written() {
    return written.sum();
  }

  long dropped() {
    return dropped.sum();
  }

  /** Copies what is queued within a bound. The store is not used any more when it returns. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      closeAt = System.nanoTime() + CLOSE_NANOS;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    ThreadEnd.await(thread);
  }
}
