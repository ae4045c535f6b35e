package io.actjs.bench.load;

/**
 * What a run did.
 *
 * @param acknowledged calls that were answered with success; no other kind of answer occurred
 * @param sum of the numbers that the calls returned
 * @param cpuSeconds that the generator's thread used
 * @param seconds from the first call sent to the last answer
 * @param latencies from the time at which a call was sent, or was due, to its answer
 * @param lateness from the times at which calls were due until they were sent
 */
public record LoadResult(
    long acknowledged,
    long sum,
    double cpuSeconds,
    double seconds,
    Latencies latencies,
    Latencies lateness) {

  /** Of calls that are sent when others are answered. */
  public LoadResult(
      long acknowledged, long sum, double cpuSeconds, double seconds, Latencies latencies) {
    this(acknowledged, sum, cpuSeconds, seconds, latencies, new Latencies());
  }

  public double perSecond() {
    return acknowledged / seconds;
  }
}
