package io.actjs.actjsd.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.actjs.actjsd.metric.MetricGroup;
import io.actjs.actjsd.metric.MetricSink;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.wire.JsonText;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Refuses who asks too often. One bucket for each principal, one for each address; those who are
 * anonymous are told apart by their addresses. Thread-safe, and never waits.
 *
 * <p>A bucket is forgotten once it is full again, and there are at most {@value #MOST_BUCKETS}: a
 * sender that comes under ever new names costs no memory beyond that.
 */
public final class RateGate implements MetricGroup {
  private static final int MOST_BUCKETS = 100_000;

  private final RateRules rules;
  private final TimeMeter time;
  private final Cache<Subject, Metered> buckets;
  private final LongAdder principalsRefused = new LongAdder();
  private final LongAdder addressesRefused = new LongAdder();

  public RateGate(RateRules rules) {
    this(rules, TimeMeter.SYSTEM_NANOTIME);
  }

  RateGate(RateRules rules, TimeMeter time) {
    this.rules = rules;
    this.time = time;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MOST_BUCKETS)
            .ticker(time::currentTimeNanos)
            .expireAfter(
                Expiry.<Subject, Metered>accessing((subject, bucket) -> bucket.rate.refill()))
            .build();
  }

  /** Whose bucket it is; a rate of another role is another bucket. */
  private record Subject(String kind, String name, Rate rate) {}

  private record Metered(Bucket bucket, Rate rate) {}

  /**
   * How far a sender is from being refused.
   *
   * @param limit requests at once
   * @param remaining of these
   * @param resetSeconds until all of them may be made again
   */
  public record Standing(long limit, long remaining, long resetSeconds) {}

  /** Whether anybody is ever refused. */
  public boolean isIdle() {
    return rules.isNone();
  }

  /**
   * Takes one request of a sender; how it stands then, null without a rate.
   *
   * @param operation what is asked for, for the refusal
   * @throws ActjsException {@code RateLimited}, with {@code retryAfter} in seconds
   */
  public @Nullable Standing take(Principal who, String address, String operation) {
    if (rules.isNone()) {
      return null;
    }
    Standing ofAddress = take("address", address, rules.address(), operation);
    boolean unknown = who.equals(Principal.ANONYMOUS);
    Standing own =
        unknown
            ? take("anonymous", address, rules.principal(), operation)
            : take("principal", who.sub(), rules.of(who), operation);
    if (own == null || ofAddress == null) {
      return own == null ? ofAddress : own;
    }
    return own.remaining() <= ofAddress.remaining() ? own : ofAddress;
  }

  private @Nullable Standing take(String kind, String name, @Nullable Rate rate, String operation) {
    if (rate == null) {
      return null;
    }
    Bucket bucket =
        buckets.get(new Subject(kind, name, rate), subject -> fresh(subject.rate)).bucket;
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (probe.isConsumed()) {
      return new Standing(
          rate.burst(), probe.getRemainingTokens(), seconds(probe.getNanosToWaitForReset()));
    }
    (kind.equals("address") ? addressesRefused : principalsRefused).increment();
    throw refused(kind, name, operation, seconds(probe.getNanosToWaitForRefill()));
  }

  private Metered fresh(Rate rate) {
    Bucket bucket =
        Bucket.builder()
            .addLimit(
                limit -> limit.capacity(rate.burst()).refillGreedy(rate.count(), rate.period()))
            .withCustomTimePrecision(time)
            .build();
    return new Metered(bucket, rate);
  }

  /** From 1: who comes back at once would be refused again. */
  private static long seconds(long nanos) {
    long second = Duration.ofSeconds(1).toNanos();
    return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + second - 1));
  }

  private static ActjsException refused(
      String kind, String name, String operation, long retryAfter) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("retryAfter", Long.toString(retryAfter));
    members.put("subject", JsonText.quote(kind.equals("principal") ? name : kind));
    members.put("operation", JsonText.quote(operation));
    String whose =
        kind.equals("principal")
            ? "this principal asks"
            : "too many requests come from this address: it asks";
    return new ActjsException(
        ProblemCode.RateLimited,
        whose + " more often than it may; try again in " + retryAfter + " s",
        members,
        null);
  }

  long size() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }

  @Override
  public void report(MetricSink sink) {
    String help = "Requests that were refused because their sender asks too often.";
    sink.counter("actjs_rate_limited", help, principalsRefused.sum(), "by", "principal");
    sink.counter("actjs_rate_limited", help, addressesRefused.sum(), "by", "address");
  }
}
