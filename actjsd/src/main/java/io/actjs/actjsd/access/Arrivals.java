package io.actjs.actjsd.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.actjs.model.Clock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who has come in lately, and from where. No credential has a session of its own, so whoever was
 * away for a while logs in by the first request after it. Thread-safe.
 */
final class Arrivals {
  /** How long one is away before it comes in anew. */
  static final Duration AWAY = Duration.ofHours(1);

  private static final long MOST_KEPT = 4L << 20;
  private static final int OVERHEAD = 150;

  private final Cache<Arrival, Boolean> lately;

  private record Arrival(String sub, @Nullable InetAddress address) {}

  Arrivals(Clock clock) {
    Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.steadyMs());
    lately =
        Caffeine.newBuilder()
            .ticker(ticker)
            .expireAfterAccess(AWAY)
            .maximumWeight(MOST_KEPT)
            .weigher((Arrival of, Boolean in) -> of.sub.length() + OVERHEAD)
            .build();
  }

  /** Whether the principal comes in; from then on it is in. */
  boolean isNew(String sub, @Nullable InetAddress address) {
    Arrival arrival = new Arrival(sub, address);
    return lately.getIfPresent(arrival) == null
        && lately.asMap().putIfAbsent(arrival, Boolean.TRUE) == null;
  }
}
