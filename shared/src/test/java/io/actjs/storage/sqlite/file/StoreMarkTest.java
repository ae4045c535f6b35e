package io.actjs.storage.sqlite.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.storage.sqlite.file.StoreMark.Point;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a mark still knows after many commits. */
final class StoreMarkTest {
  private static final long COMMITS = 3L * StoreMark.POINTS;

  @TempDir Path dir;

  private static Point point(long pos) {
    return new Point(pos, 2 * pos, 1_000 + pos, 1);
  }

  private void write(StoreMark mark) {
    for (long pos = 1; pos <= COMMITS; pos++) {
      mark.write(point(pos));
    }
  }

  private Loss loss(StoreMark mark, long pos) {
    return Objects.requireNonNull(
        Loss.between(dir.resolve("actjs.db"), Point.stored(pos, 1), mark));
  }

  @Test
  void fault32_itTellsTheLastPointAndHowMuchIsMissing() {
    try (StoreMark mark = StoreMark.create(dir, UUID.randomUUID(), Point.NONE)) {
      write(mark);
      assertEquals(point(COMMITS), mark.last());
      assertNull(Loss.between(dir, Point.stored(COMMITS, 1), mark));
      assertNull(Loss.between(dir, Point.stored(COMMITS + 1, 2), mark), "ahead is whole");
      assertEquals(200, loss(mark, COMMITS - 100).turns());
      assertTrue(loss(mark, COMMITS - 100).text().contains("made after 1970-01-01T00:00:25.4"));
      Loss far = loss(mark, 5);
      assertEquals(COMMITS - 5, far.commits());
      assertEquals(2L * (StoreMark.POINTS - 1), far.turns());
      assertTrue(far.text().contains("lacks at least 16380 acknowledged turns"), far.text());
      assertEquals(
          3, Objects.requireNonNull(Loss.between(dir, Point.stored(COMMITS, -2), mark)).changes());
    }
  }

  @Test
  void fault32_itOutlivesItsProcessAndIsReplacedAsAWhole() {
    UUID first;
    try (StoreMark mark = StoreMark.create(dir, UUID.randomUUID(), Point.NONE)) {
      write(mark);
      first = mark.incarnation();
    }
    try (StoreMark mark = StoreMark.open(dir)) {
      assertNotNull(mark);
      assertEquals(first, mark.incarnation());
      assertEquals(point(COMMITS), mark.last());
    }
    StoreMark.create(dir, UUID.randomUUID(), point(7)).close();
    try (StoreMark mark = StoreMark.open(dir)) {
      assertNotNull(mark);
      assertNotEquals(first, mark.incarnation());
      assertEquals(point(7), mark.last(), "of the new incarnation only");
    }
  }
}
