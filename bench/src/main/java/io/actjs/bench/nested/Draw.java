package io.actjs.bench.nested;

import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** How one of several actors is drawn. */
public enum Draw {
  /** Each as often as any other. */
  UNIFORM(0),
  /** The one of rank {@code n}, counted from 1, as often as {@code n} to the power of -1.5 says. */
  ZIPF(1.5);

  private final double exponent;

  Draw(double exponent) {
    this.exponent = exponent;
  }

  /** As it is written in the names of figures. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Draws from this many. */
  Ranks of(int count) {
    double[] upTo = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.pow(i + 1.0, -exponent);
      upTo[i] = sum;
    }
    return new Ranks(upTo);
  }

  /** Draws indexes, the first one most often. */
  static final class Ranks {
    private final double[] upTo;

    private Ranks(double[] upTo) {
      this.upTo = upTo;
    }

    int next(RandomGenerator random) {
      int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
      return Math.min(found < 0 ? -found - 1 : found, upTo.length - 1);
    }
  }
}
