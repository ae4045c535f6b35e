package io.actjs.actjsd.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.actjs.actjsd.metric.MetricGroup;
import io.actjs.actjsd.metric.MetricSink;
import io.actjs.model.ActjsException;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.registry.ClassRegistry;
import io.actjs.storage.valkey.SharedBuckets;
import io.actjs.wire.JsonText;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Refuses who asks too often. One bucket for each principal, one for each address, and one for each
 * principal and class that has a rate; those who are anonymous are told apart by their addresses.
 * What one bucket refuses counts for the wider ones that it has passed. Thread-safe.
 *
 * <p>A bucket is forgotten once it is full again, and there are at most {@value #MOST_BUCKETS}: a
 * sender that comes under ever new names costs no memory beyond that.
 */
public final class RateGate implements MetricGroup {
  private static final int MOST_BUCKETS = 100_000;

  /** Both change together, between two requests. */
  private volatile Ruling ruling;

  private final TimeMeter time;
  private final @Nullable SharedBuckets shared;
  private final Cache<Subject, Meter> meters;
  private final LongAdder principalsRefused = new LongAdder();
  private final LongAdder addressesRefused = new LongAdder();
  private final LongAdder classesRefused = new LongAdder();

  private record Ruling(RateRules rules, ClassRates classes) {}

  /**
   * @param registry says what classes say of themselves
   * @param shared buckets that this server has together with others, if any
   */
  public RateGate(RateRules rules, ClassRegistry registry, @Nullable SharedBuckets shared) {
    this(rules, ClassRates.over(rules, registry), shared, TimeMeter.SYSTEM_NANOTIME);
  }

  RateGate(RateRules rules, ClassRates classes, @Nullable SharedBuckets shared, TimeMeter time) {
    this.ruling = new Ruling(rules, classes);
    this.shared = shared;
    this.time = time;
    this.meters =
        Caffeine.newBuilder()
            .maximumSize(MOST_BUCKETS)
            .ticker(time::currentTimeNanos)
            .expireAfter(
                Expiry.<Subject, Meter>accessing(
                    (subject, meter) ->
                        Duration.ofNanos(meter.rate().refillNanos(meter.rate().burst()))))
            .build();
  }

  /** Other rules from the next request on; a sender whose rate is another one begins anew. */
  public void rule(RateRules rules) {
    ruling = new Ruling(rules, ruling.classes().ruledBy(rules));
  }

  /** Whether {@link #take} never refuses anybody. */
  boolean isIdle() {
    return ruling.rules().isNone();
  }

  /** Whether no other server is ever asked. */
  boolean isAlone() {
    return shared == null;
  }

  /** Whether {@link #take} knows its answer without another server's. */
  public boolean isAtHand(Sent sent) {
    RateRules rules = ruling.rules();
    if (shared == null || rules.isNone()) {
      return true;
    }
    Rate own = rules.of(sent.who());
    Rate ofAddress = rules.address();
    return (own == null || meter(Subject.of(sent, "", own)).isAtHand())
        && (ofAddress == null || meter(ofAddress(sent, ofAddress)).isAtHand());
  }

  /** Whether {@link #takeOfClass} does; the version that counts is taken for the latest. */
  public boolean isAtHand(Sent sent, String className) {
    if (shared == null) {
      return true;
    }
    Rate rate = ruling.classes().of(className, null);
    return rate == null || meter(Subject.of(sent, className, rate)).isAtHand();
  }

  /**
   * Takes one request.
   *
   * @throws ActjsException {@code RateLimited}, with {@code retryAfter} in seconds
   */
  public void take(Sent sent) {
    Taken taken = tryTake(sent);
    if (taken != null) {
      taken.require();
    }
  }

  /**
   * Takes one request, which {@link #take} has let through, to an actor of a class.
   *
   * @param pin what the request is pinned to, or null
   * @throws ActjsException {@code RateLimited}, {@code UnknownVersion}
   */
  public void takeOfClass(Sent sent, String className, @Nullable Manifest pin) {
    Rate rate = classRate(className, pin);
    if (rate != null) {
      charge(sent, className, rate).require();
    }
  }

  /** Null without a rate. */
  @Nullable Taken tryTake(Sent sent) {
    RateRules rules = ruling.rules();
    if (rules.isNone()) {
      return null;
    }
    Rate address = rules.address();
    Taken ofAddress = address == null ? null : take(ofAddress(sent, address), sent);
    if (ofAddress != null && ofAddress.refusal() != null) {
      return ofAddress;
    }
    Rate own = rules.of(sent.who());
    return Taken.tighter(own == null ? null : take(Subject.of(sent, "", own), sent), ofAddress);
  }

  /** The rate of a request to an actor of a class; null for none. */
  @Nullable Rate classRate(String className, @Nullable Manifest pin) {
    return ruling.classes().of(className, pin);
  }

  Taken charge(Sent sent, String className, Rate rate) {
    return take(Subject.of(sent, className, rate), sent);
  }

  private static Subject ofAddress(Sent sent, Rate rate) {
    return new Subject(Subject.Kind.ADDRESS, sent.address(), "", rate);
  }

  private Meter meter(Subject subject) {
    return meters.get(subject, it -> new Meter(it, time, shared));
  }

  private Taken take(Subject subject, Sent sent) {
    Meter.Probe probe = meter(subject).take();
    Standing standing =
        new Standing(subject.rate().burst(), probe.remaining(), seconds(probe.resetNanos()));
    if (probe.waitNanos() == 0) {
      return new Taken(standing, null);
    }
    refusals(subject).increment();
    return new Taken(standing, refused(subject, sent.operation(), seconds(probe.waitNanos())));
  }

  private LongAdder refusals(Subject subject) {
    if (!subject.className().isEmpty()) {
      return classesRefused;
    }
    return subject.kind() == Subject.Kind.ADDRESS ? addressesRefused : principalsRefused;
  }

  /** From 1: who comes back at once would be refused again. */
  private static long seconds(long nanos) {
    long second = Duration.ofSeconds(1).toNanos();
    return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + second - 1));
  }

  private static ActjsException refused(Subject subject, String operation, long retryAfter) {
    boolean known = subject.kind() == Subject.Kind.PRINCIPAL;
    Map<String, String> members = new LinkedHashMap<>();
    members.put("retryAfter", Long.toString(retryAfter));
    members.put("subject", JsonText.quote(known ? subject.name() : subject.kind().label()));
    members.put("operation", JsonText.quote(operation));
    String of = "";
    if (!subject.className().isEmpty()) {
      members.put("class", JsonText.quote(subject.className()));
      of = " actors of " + subject.className();
    }
    String whose =
        (known ? "this principal asks" : "too many requests come from this address: it asks") + of;
    return new ActjsException(
        ProblemCode.RateLimited,
        whose + " more often than it may; try again in " + retryAfter + " s",
        members,
        null);
  }

  long size() {
    meters.cleanUp();
    return meters.estimatedSize();
  }

  @Override
  public void report(MetricSink sink) {
    String help = "Requests that were refused because their sender asks too often.";
    sink.counter("actjs_rate_limited", help, principalsRefused.sum(), "by", "principal");
    sink.counter("actjs_rate_limited", help, addressesRefused.sum(), "by", "address");
    sink.counter("actjs_rate_limited", help, classesRefused.sum(), "by", "class");
  }
}
