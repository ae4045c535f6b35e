package io.actjs.actjsd.access;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections of those who may lose what lets them in: it ends each soon after its
 * identity has ended. While there is none, it costs nothing.
 */
final class Sessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final long PERIOD_MS = 500;

  private final Predicate<Identity> holds;
  private final Set<Session> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean watched = new AtomicBoolean();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("actjsd-sessions").daemon().factory());

  private static final class Session {
    private final Identity identity;
    private final Runnable end;

    Session(Identity identity, Runnable end) {
      this.identity = identity;
      this.end = end;
    }
  }

  /**
   * @param holds whether an identity has not ended
   */
  Sessions(Predicate<Identity> holds) {
    this.holds = holds;
  }

  /**
   * Watches a connection.
   *
   * @param end ends it; called once, and must not wait
   * @return to be called when the connection has ended by itself
   */
  Runnable enter(Identity identity, Runnable end) {
    if (!identity.mayEnd()) {
      return () -> {};
    }
    Session session = new Session(identity, end);
    open.add(session);
    if (watched.compareAndSet(false, true)) {
      again();
    }
    return () -> open.remove(session);
  }

  /** Ends those whose identity has ended, now. */
  void sweep() {
    open.forEach(this::endUnlessHolding);
  }

  private void endUnlessHolding(Session session) {
    if (!holds.test(session.identity) && open.remove(session)) {
      end(session);
    }
  }

  private static void end(Session session) {
    try {
      session.end.run();
    } catch (RuntimeException | Error e) {
      LOG.error("a connection of {} could not be ended", session.identity.principal(), e);
    }
  }

  private void again() {
    try {
      var unused = watch.schedule(this::tick, PERIOD_MS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the server ends", e);
    }
  }

  private void tick() {
    sweep();
    watched.set(false);
    if (!open.isEmpty() && watched.compareAndSet(false, true)) {
      again();
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
