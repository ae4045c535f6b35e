package io.actjs.bench.soak;

import io.actjs.bench.work.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A gauge at the begin and at the end of a soak.
 *
 * @param first the median of the first quarter after the warm-up
 * @param last the median of the last quarter
 * @param releases between the two
 */
record Trend(Gauge gauge, double first, double last, double releases) {
  /** A fifth of the samples. */
  private static final int WARM_UP = 5;

  static List<Trend> of(List<Sample> samples) {
    List<Sample> warm = samples.subList(samples.size() / WARM_UP, samples.size());
    int quarter = Math.max(1, warm.size() / 4);
    List<Sample> first = warm.subList(0, Math.min(quarter, warm.size()));
    List<Sample> last = warm.subList(warm.size() - first.size(), warm.size());
    List<Trend> trends = new ArrayList<>();
    if (!warm.isEmpty()) {
      double releases = median(last, Sample::releases) - median(first, Sample::releases);
      for (Gauge gauge : Gauge.values()) {
        trends.add(
            new Trend(
                gauge,
                median(first, sample -> sample.of(gauge)),
                median(last, sample -> sample.of(gauge)),
                releases));
      }
    }
    return trends;
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
    return Median.of(samples.stream().mapToDouble(value).boxed().toList());
  }

  double allowed() {
    return gauge.allowed(first, releases);
  }

  boolean isFlat() {
    return last - first <= allowed();
  }
}
