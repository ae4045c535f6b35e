package io.actjs.actjsd.raw;

import io.actjs.model.ClassVersion;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.route.RouteTable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The raw routes that there are now: those of the latest version of each class. */
final class LiveRoutes {
  /** A version may be the latest no more because its grace period is over, without a change. */
  private static final long FRESH_NANOS = 1_000_000_000L;

  private final ClassRegistry registry;
  private volatile @Nullable Known known;

  private record Known(long generation, long at, RouteTable table) {}

  LiveRoutes(ClassRegistry registry) {
    this.registry = registry;
  }

  RouteTable table() {
    long generation = registry.generation();
    long now = System.nanoTime();
    Known last = known;
    if (last == null || last.generation != generation || now - last.at > FRESH_NANOS) {
      List<ClassVersion> versions =
          registry.names().stream()
              .map(registry::latest)
              .flatMap(Stream::ofNullable)
              .map(Objects::requireNonNull)
              .toList();
      last = new Known(generation, now, RouteTable.of(versions));
      known = last;
    }
    return last.table;
  }
}
