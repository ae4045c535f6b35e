package io.actjs.bench.work;

import java.util.Arrays;
import java.util.List;

/** The middle of several rounds. */
public final class Median {
  private Median() {}

  public static double of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
