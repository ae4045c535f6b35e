package io.actjs.bench.nested;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DrawTest {
  private static final int COUNT = 2500;
  private static final int DRAWN = 1_000_000;

  @Test
  void zipfDrawsEachRankAsOftenAsItsPowerSays() {
    int[] counts = counts(Draw.ZIPF);
    double all = 0;
    for (int rank = 1; rank <= COUNT; rank++) {
      all += Math.pow(rank, -1.5);
    }
    for (int rank : new int[] {1, 2, 3, 10, 100}) {
      double expected = DRAWN * Math.pow(rank, -1.5) / all;
      assertEquals(expected, counts[rank - 1], 5 * Math.sqrt(expected), "rank " + rank);
    }
    assertTrue(Arrays.stream(counts, COUNT / 2, COUNT).sum() > 0, "the tail is drawn as well");
  }

  @Test
  void uniformDrawsAllAlike() {
    double expected = (double) DRAWN / COUNT;
    for (int count : counts(Draw.UNIFORM)) {
      assertEquals(expected, count, 6 * Math.sqrt(expected));
    }
  }

  private static int[] counts(Draw draw) {
    int[] counts = new int[COUNT];
    Draw.Ranks ranks = draw.of(COUNT);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < DRAWN; i++) {
      counts[ranks.next(random)]++;
    }
    return counts;
  }
}
