package io.actjs.engine.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CpuWatchTest {
  private final AtomicInteger stops = new AtomicInteger();

  private static void burn(long millis) {
    var threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + millis * 1_000_000;
    while (threads.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void stopsAStretchOnceItUsedTheLimit() {
    CpuWatch watch = new CpuWatch(20, stops::incrementAndGet);
    watch.begin();
    watch.inspect(System.nanoTime());
    watch.inspect(System.nanoTime());
    assertEquals(0, stops.get());
    burn(25);
    watch.inspect(System.nanoTime());
    watch.inspect(System.nanoTime());
    assertEquals(1, stops.get());
    assertTrue(watch.end());
  }

  @Test
  void countsEveryStretchAnew() {
    CpuWatch watch = new CpuWatch(20, stops::incrementAndGet);
    for (int i = 0; i < 10; i++) {
      watch.begin();
      watch.inspect(0);
      burn(5);
      watch.inspect(0);
      assertFalse(watch.end());
    }
    assertEquals(0, stops.get());
  }

  @Test
  void leavesWhatDoesNotRunAlone() {
    CpuWatch watch = new CpuWatch(10, stops::incrementAndGet);
    watch.begin();
    watch.inspect(System.nanoTime());
    assertFalse(watch.end());
    burn(15);
    watch.inspect(System.nanoTime());
    assertEquals(0, stops.get());
  }

  @Test
  void stopsAStretchThatWaitsForEver() {
    CpuWatch watch = new CpuWatch(10, stops::incrementAndGet);
    watch.begin();
    long start = System.nanoTime();
    watch.inspect(start);
    watch.inspect(start + 99_000_000);
    assertEquals(0, stops.get());
    watch.inspect(start + 100_000_000);
    assertEquals(1, stops.get());
  }

  @Test
  void issue11_aStretchThatGoesOnIsStoppedAgain() {
    CpuWatch watch = new CpuWatch(20, stops::incrementAndGet);
    watch.begin();
    watch.inspect(System.nanoTime());
    for (int times = 1; times <= 3; times++) {
      burn(25);
      watch.inspect(System.nanoTime());
      assertEquals(times, stops.get());
    }
    assertTrue(watch.end());
  }

  /** The stop of a stretch that ends at that very moment hits this stretch or none. */
  @Test
  void aLateStopNeverHitsTheNextStretch() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger innocent = new AtomicInteger();
    CpuWatch watch =
        new CpuWatch(
            1,
            () -> {
              switch (running.getAndSet(2)) {
                case 0 -> innocent.incrementAndGet();
                case 1 -> stops.incrementAndGet();
                default -> {} // The stretch goes on although it was stopped.
              }
            });
    try (Watchdog watchdog = new Watchdog(1)) {
      watchdog.add(watch);
      int told = 0;
      for (int i = 0; i < 300; i++) {
        watch.begin();
        running.set(1);
        burn(1 + i % 3);
        LockSupport.parkNanos(i * 1_000L);
        // Whatever is stopped from here to end() is still this stretch.
        told += watch.end() ? 1 : 0;
        running.set(0);
      }
      assertEquals(stops.get(), told);
      assertEquals(0, innocent.get());
    }
  }
}
