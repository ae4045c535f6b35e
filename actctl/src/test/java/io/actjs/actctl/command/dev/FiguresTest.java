package io.actjs.actctl.command.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.dev.DevEvent;
import io.actjs.actctl.dev.DevFile;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.runtime.MessageStats;
import io.actjs.runtime.RuntimeStats;
import io.actjs.storage.StorageStats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final ClassRef CART = new ClassRef("Cart", Version.parse("1.0.2"));
  private static final DevFile FILE = new DevFile(Path.of("carts"), "Cart.ts");

  private final AtomicLong time = new AtomicLong(-7);
  private final Figures figures = new Figures(time::get);

  private static RuntimeStats stats(int active, long turns, long failed) {
    return new RuntimeStats(
        active,
        0,
        turns,
        failed,
        0,
        new MessageStats(0, 0, 0, 0, 0, 0),
        0,
        0,
        0,
        0,
        0,
        new StorageStats(0, 0, 0, 0));
  }

  private void pass(Duration span) {
    time.addAndGet(span.toNanos());
  }

  @BeforeEach
  void publish() {
    figures.accept(new DevEvent.Published(FILE, CART, List.of("add"), 12));
    figures.accept(
        new DevEvent.TypeErrors(
            FILE,
            CART,
            new ActjsException(
                ProblemCode.TypeInvalid, "two", Map.of("diagnostics", "[\"a\",\"b\"]"), null),
            List.of()));
  }

  @Test
  void whatMattersLeastIsLeftOutFirst() {
    figures.sample(() -> stats(3, 0, 0));
    String all =
        " 1 class · 3 actors · 0 calls/s · Cart@1.0.2 in 12 ms, just now · 2 type errors"
            + " · h for keys";

    assertEquals(all, figures.line(160));
    assertEquals(all, figures.line(all.length() + 1));
    assertEquals(all.replace(" · h for keys", ""), figures.line(all.length()));
    assertEquals(
        " 1 class · 3 actors · 0 calls/s · Cart@1.0.2 just now · 2 type errors", figures.line(72));
    assertEquals(" 1 class · 3 actors · 0 calls/s · 2 type errors", figures.line(60));
    assertEquals(" 1 class · 3 actors · 2 type errors", figures.line(40));
    for (int columns = 1; columns < 160; columns++) {
      assertTrue(figures.line(columns).length() < columns, columns + " columns");
    }
  }

  @Test
  void callsAreCountedOverASecond() {
    figures.sample(() -> stats(1, 100, 0));
    pass(Duration.ofMillis(500));
    figures.sample(() -> stats(2, 900, 0));
    assertTrue(figures.line(160).contains("1 actor · 0 calls/s"), figures.line(160));
    pass(Duration.ofMillis(1_500));
    figures.sample(() -> stats(2, 120, 4));
    assertTrue(figures.line(160).contains("2 actors · 12 calls/s"), figures.line(160));

    figures.begin();
    figures.sample(() -> stats(0, 1, 0));
    assertTrue(figures.line(160).contains("0 classes · 0 actors · 0 calls/s"), figures.line(160));
  }

  @Test
  void theAgeOfAVersionIsCoarse() {
    pass(Duration.ofSeconds(9));
    assertTrue(figures.line(160).contains(" in 12 ms, just now"));
    pass(Duration.ofSeconds(20));
    assertTrue(figures.line(160).contains(" in 12 ms, 20 s ago"));
    pass(Duration.ofSeconds(100));
    assertTrue(figures.line(160).contains(" in 12 ms, 2 min ago"));
    pass(Duration.ofHours(3));
    assertTrue(figures.line(160).contains(" in 12 ms, 3 h ago"));
  }

  @Test
  void errorsGoWithTheirCureOrTheirFile() {
    assertTrue(figures.wrong());
    figures.accept(new DevEvent.TypesCured(FILE, CART));
    assertFalse(figures.wrong());
    assertTrue(figures.line(160).contains("1 class ·"));
    assertTrue(figures.line(160).contains("0 type errors"));
    publish();
    figures.accept(new DevEvent.Removed(FILE));
    assertTrue(figures.line(160).contains("0 classes ·"));
    assertTrue(figures.line(160).contains("0 type errors"));
  }
}
