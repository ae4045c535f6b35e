package io.actjs.actjsd.control;

import io.actjs.actjsd.feed.Laggards;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/** How many calls there were a second, over the last ten seconds. Thread-safe. */
public final class CallRate {
  private static final long PERIOD_MS = 1_000;
  private static final int SAMPLES = 10;

  private final LongSupplier calls;
  private final LongSupplier nanos;

  /** Oldest first. Guarded by this. */
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, long calls) {}

  /**
   * @param calls how many there were since the start
   * @param nanos the clock
   */
  CallRate(LongSupplier calls, LongSupplier nanos) {
    this.calls = calls;
    this.nanos = nanos;
    sample();
  }

  /** One that takes its samples by itself. */
  public static CallRate sampling(LongSupplier calls, Laggards.Later later) {
    CallRate rate = new CallRate(calls, System::nanoTime);
    rate.again(later);
    return rate;
  }

  private void again(Laggards.Later later) {
    later.run(
        () -> {
          sample();
          again(later);
        },
        PERIOD_MS);
  }

  synchronized void sample() {
    if (samples.size() > SAMPLES) {
      samples.removeFirst();
    }
    samples.addLast(new Sample(nanos.getAsLong(), calls.getAsLong()));
  }

  /** Since the start. */
  long total() {
    return calls.getAsLong();
  }

  synchronized double perSecond() {
    Sample oldest = samples.getFirst();
    long passed = nanos.getAsLong() - oldest.nanos();
    return passed <= 0 ? 0 : (calls.getAsLong() - oldest.calls()) * 1e9 / passed;
  }
}
