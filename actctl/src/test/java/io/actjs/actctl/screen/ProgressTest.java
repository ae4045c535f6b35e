package io.actjs.actctl.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private final StringWriter text = new StringWriter();
  private final PrintWriter err = new PrintWriter(text);
  private long now;

  private Progress progress(int width, String unit) {
    return new Progress(err, width, unit, () -> now);
  }

  private void pass(double seconds) {
    now += (long) (seconds * Duration.ofSeconds(1).toNanos());
  }

  private List<String> drawn() {
    return List.of(text.toString().split("\r")).stream().map(String::strip).toList();
  }

  @Test
  void theBarFillsTellsRateAndRestAndLeavesNothing() {
    Progress progress = progress(80, "actors");
    progress.show(0, 400);
    pass(2);
    progress.show(100, 400);
    progress.end();

    assertEquals(
        List.of(
            "",
            "[" + " ".repeat(40) + "] 0/400 actors",
            "[" + "#".repeat(10) + " ".repeat(30) + "] 100/400 actors, 50/s, 0:06 left",
            ""),
        drawn());
    assertTrue(text.toString().endsWith("\r" + " ".repeat(79) + "\r"));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80, 160})
  void noLineIsWiderThanTheTerminal(int width) {
    Progress progress = progress(width, "bytes");
    for (long done = 0; done < 5_000_000_000L; done += 400_000_000) {
      progress.show(done, 5_000_000_000L);
      pass(7);
    }
    progress.end();

    assertTrue(width < 80 || text.toString().contains("MB/s"), text.toString());
    List.of(text.toString().split("\r"))
        .forEach(line -> assertTrue(line.length() < width, () -> line.length() + ": " + line));
  }

  @Test
  void aTerminalIsNotDrawnUponMoreThanItCanShow() {
    Progress progress = progress(80, "actors");
    for (int i = 0; i < 1000; i++) {
      progress.show(i, 1000);
      pass(0.001);
    }

    assertEquals(10, drawn().size() - 1);
  }

  @Test
  void elsewhereLongWorkHasALineNowAndThen() {
    Progress progress = progress(ScreenWidth.UNLIMITED, "actors");
    for (int i = 0; i < 25; i++) {
      progress.show(i * 10L, 1000);
      pass(1);
    }
    progress.end();

    assertEquals(
        List.of(
            "actctl: 100/1000 actors, 10/s, 1:30 left", "actctl: 200/1000 actors, 10/s, 1:20 left"),
        text.toString().lines().toList());
  }

  @Test
  void programsAndShortWorkSeeNothing() {
    Progress progress = Progress.of("actors", OutputFormat.YAML, err);
    progress.show(1, 2);
    progress.end();
    Progress.of("actors", OutputFormat.TABLE, err).show(1, 2);

    assertEquals("", text.toString());
  }

  @Test
  void whatTellsNothingShowsItsTime() {
    Progress progress = progress(40, "checking");
    pass(65);
    progress.show(0, 0);

    assertEquals("checking, 1:05", drawn().getLast());
    assertEquals(7, progress.during(() -> 7));
  }
}
