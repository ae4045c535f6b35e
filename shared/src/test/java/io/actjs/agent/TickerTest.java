package io.actjs.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.testkit.ManualClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TickerTest {
  private final ManualClock clock = new ManualClock(1_000);
  private final List<Long> ticks = new ArrayList<>();

  @Test
  void everyPartLearnsTheTimeOfEachTick() {
    Ticker ticker = new Ticker(clock, List.of(ticks::add, ticks::add));
    assertEquals(0, ticker.doWork(), "it rests until the next tick");
    clock.advance(Ticker.TICK_MS);
    assertEquals(0, ticker.doWork());
    assertEquals(List.of(1_000L, 1_000L, 1_020L, 1_020L), ticks);
  }

  @Test
  void aPartThatFailsStopsNoOther() {
    Ticker.Timed broken =
        now -> {
          throw new IllegalStateException("a bug of a timer");
        };
    Ticker ticker = new Ticker(clock, List.of(broken, ticks::add));
    assertEquals(0, ticker.doWork());
    assertEquals(0, ticker.doWork());
    assertEquals(2, ticks.size());
  }

  @Test
  void endsWhenItIsToldAndDoesNotRestAnyMore() {
    Ticker ticker = new Ticker(clock, List.of(ticks::add));
    assertFalse(ticker.isDone());
    ticker.stop();
    ticker.idle();
    assertTrue(ticker.isDone());
  }
}
