package io.actjs.bench.load;

/**
 * What a run did.
 *
 * @param acknowledged calls that were answered with success; no other kind of answer occurred
 * @param sum of the numbers that the calls returned
 * @param cpuSeconds that the generator's thread used
 * @param seconds from the first call sent to the last answer
 */
public record LoadResult(
    long acknowledged, long sum, double cpuSeconds, double seconds, Latencies latencies) {
  public double perSecond() {
    return acknowledged / seconds;
  }
}
