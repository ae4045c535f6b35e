package io.actjs.storage.valkey;

import io.actjs.agent.ThreadEnd;
import io.actjs.model.ActorRef;
import io.actjs.storage.Signals;
import io.actjs.storage.valkey.ValkeyConnection.Fate;
import io.actjs.storage.valkey.ValkeyConnection.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Signals over a channel. One thread sends: what came together goes together, and when nothing
 * comes for a while, an empty message, which every server hears, its sender too. So one that hears
 * nothing for longer is cut off; it connects again and looks at everything.
 */
final class ValkeySignals implements Signals, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ValkeySignals.class);
  private static final long PULSE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final int MAX_ACTIVATED = 1_024;
  private static final long NO_REMINDER = Long.MAX_VALUE;

  private final ValkeyConnection valkey;
  private final String channel;
  private final Duration retryAfter;
  private final String self = UUID.randomUUID().toString();
  private final List<Consumer<Signal>> listeners = new CopyOnWriteArrayList<>();
  private final Thread sender;
  private final Thread receiver;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<ActorRef, Long> activated = new LinkedHashMap<>();
  private long reminder = NO_REMINDER;
  private boolean registry;

  /** Whether somebody else listened lately: activations are many, and of use to others only. */
  private volatile boolean others;

  private volatile @Nullable Jedis subscription;
  private volatile boolean closing;

  ValkeySignals(ValkeyConnection valkey, ValkeyOptions options) {
    this.valkey = valkey;
    this.channel = options.prefix() + ":signals";
    this.retryAfter = options.retryAfter();
    this.sender = Thread.ofPlatform().name("actjs-signals-out").daemon().start(this::sendAll);
    this.receiver = Thread.ofPlatform().name("actjs-signals-in").daemon().start(this::receiveAll);
  }

  @Override
  public void send(Signal signal) {
    lock.lock();
    try {
      boolean news =
          switch (signal) {
            case Signal.ReminderSet(long dueAt) -> {
              boolean earlier = dueAt < reminder;
              reminder = Math.min(reminder, dueAt);
              yield earlier;
            }
            case Signal.RegistryChanged registryChanged -> {
              registry = true;
              yield true;
            }
            case Signal.Activated(ActorRef ref, long epoch) -> {
              boolean room = others && activated.size() < MAX_ACTIVATED;
              if (room) {
                activated.merge(ref, epoch, Math::max);
              }
              yield room;
            }
          };
      if (news) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void listen(Consumer<Signal> listener) {
    listeners.add(listener);
  }

  private void sendAll() {
    while (!closing) {
      try {
        send(new Hint(self, next()));
      } catch (RuntimeException | Error e) {
        LOG.error("a hint to other servers could not be sent", e);
        pause();
      }
    }
  }

  private void send(Hint hint) {
    Reply<Long> heard = valkey.ask(client -> client.publish(channel, hint.text()));
    if (heard.fate() == Fate.ANSWERED && heard.value() != null) {
      others = heard.value() > 1;
    }
  }

  /** What is to be said now; nothing when nothing came for a while. */
  private List<Signal> next() {
    lock.lock();
    try {
      awaitUntil(this::waiting, PULSE_NANOS);
      List<Signal> signals = new ArrayList<>();
      if (reminder != NO_REMINDER) {
        signals.add(new Signal.ReminderSet(reminder));
        reminder = NO_REMINDER;
      }
      if (registry) {
        signals.add(new Signal.RegistryChanged());
        registry = false;
      }
      activated.forEach((ref, epoch) -> signals.add(new Signal.Activated(ref, epoch)));
      activated.clear();
      return signals;
    } finally {
      lock.unlock();
    }
  }

  private boolean waiting() {
    return reminder != NO_REMINDER || registry || !activated.isEmpty();
  }

  /** Under the lock. Returns when the condition holds, the time is over, or this closes. */
  private void awaitUntil(BooleanSupplier condition, long nanos) {
    long left = nanos;
    while (left > 0 && !closing && !condition.getAsBoolean()) {
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException e) {
        // Nobody interrupts these threads to stop them: closing does.
        return;
      }
    }
  }

  private void receiveAll() {
    while (!closing) {
      try (Jedis jedis = valkey.subscriber(SILENCE)) {
        subscription = jedis;
        if (!closing) {
          jedis.subscribe(new Receiver(), channel);
        }
      } catch (JedisException e) {
        LOG.debug("no hints from other servers for now", e);
      } catch (RuntimeException | Error e) {
        LOG.error("a hint from another server could not be taken", e);
      }
      pause();
    }
  }

  private void pause() {
    lock.lock();
    try {
      awaitUntil(() -> false, retryAfter.toNanos());
    } finally {
      lock.unlock();
    }
  }

  private void deliver(Signal signal) {
    listeners.forEach(listener -> listener.accept(signal));
  }

  private final class Receiver extends JedisPubSub {
    /** Whatever was said before is missed. */
    @Override
    public void onSubscribe(String name, int subscribed) {
      if (closing) {
        // Subscribing has connected anew what closing had cut.
        unsubscribe();
        return;
      }
      deliver(new Signal.ReminderSet(0));
      deliver(new Signal.RegistryChanged());
    }

    @Override
    public void onMessage(String name, String message) {
      Hint hint = Hint.of(message);
      if (!hint.sender().equals(self)) {
        hint.signals().forEach(ValkeySignals.this::deliver);
      }
    }
  }

  /** Who waits for a message waits for the connection's end as well. */
  private void cut() {
    Jedis open = subscription;
    if (open == null) {
      return;
    }
    try {
      open.disconnect();
    } catch (JedisException e) {
      LOG.debug("the subscription was ending already", e);
    }
  }

  /** No listener is called any more when it returns. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    cut();
    ThreadEnd.await(receiver);
    ThreadEnd.await(sender);
  }
}
