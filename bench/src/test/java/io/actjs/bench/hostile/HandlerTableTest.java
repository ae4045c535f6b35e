package io.actjs.bench.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of the table of hostile handlers, {@code scripts/hostile --table all}: every other
 * one of those that a worker's thread contains.
 */
class HandlerTableTest {
  private static final List<String> TIGHT =
      List.of("--limit", "handler-cpu=100ms", "--limit", "handler-heap=64MiB");

  @Test
  void issue11_everyHostileHandlerHarmsItsOwnCallOnly(@TempDir Path folder)
      throws IOException, InterruptedException {
    List<HostileHandler> contained =
        HostileHandler.table().stream().filter(each -> !each.needsProcess()).toList();
    assertTrue(contained.size() >= 80, "handlers: " + contained.size());
    List<HostileHandler> every2nd =
        IntStream.range(0, contained.size() / 2).mapToObj(i -> contained.get(2 * i)).toList();
    try (HandlerTable table =
        new HandlerTable(folder, "512m", new HandlerTable.Options(5, 0, TIGHT), every2nd)) {
      List<String> harmed =
          table.run(System.out).stream()
              .filter(row -> !row.contained())
              .map(row -> row.line() + " " + row.honestFailures().stream().limit(2).toList())
              .toList();
      assertEquals(List.of(), harmed);
    }
  }
}
