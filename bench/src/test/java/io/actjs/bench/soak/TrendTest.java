package io.actjs.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class TrendTest {
  private static Trend heap(IntToDoubleFunction value) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Map<Gauge, Double> values = new EnumMap<>(Gauge.class);
      for (Gauge gauge : Gauge.values()) {
        values.put(gauge, value.applyAsDouble(i));
      }
      samples.add(new Sample(values, 3L * i));
    }
    return Trend.of(samples).stream()
        .filter(trend -> trend.gauge() == Gauge.HEAP)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theWarmUpDoesNotCount() {
    Trend trend = heap(i -> i < 12 ? 10 * i : 120);
    assertEquals(new Trend(Gauge.HEAP, 120, 120, 3 * 36), trend);
    assertEquals(true, trend.isFlat());
  }

  @Test
  void whatGrowsSteadilyIsNotFlat() {
    assertEquals(false, heap(i -> 50 + i).isFlat());
  }

  @Test
  void aPeakNowAndThenIsNoGrowth() {
    assertEquals(true, heap(i -> i % 5 == 0 ? 500 : 50).isFlat());
  }

  @Test
  void eachReleaseMayAddALittle() {
    assertEquals(true, heap(i -> 50 + 0.083 * i).isFlat());
  }
}
